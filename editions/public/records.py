"""The reports that make an edition's figures, each with its verdicts, its evidence and who stands behind it."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from editions.labels import label
from editions.public.values import anchor, date, name, percent
from editions.told import RETURNED, VERIFIED, actor, institution_names, is_returned, last_verdict

TOLD = (
    ("fall_reason", gettext_lazy("Why it fell")),
    ("obstacle", gettext_lazy("Obstacle")),
    ("corrective_action", gettext_lazy("Corrective action")),
)


class Reports:
    """The reports of a document by their keys, in words."""

    def __init__(self, document, words):
        self.words = words
        self.rows = {row["key"]: row for row in document["entries"]}
        self.institutions = institution_names(document)

    def of_activity(self, activity):
        """What makes the figures of an activity: the report that counts and, if it is another one, the verified."""
        keys = dict.fromkeys(key for key in (activity["reported_entry"], activity["verified_entry"]) if key)
        return [self.shown(self.rows[key], activity) for key in keys]

    def shown(self, row, activity):
        words, figure = self.words, verified_figure(row)
        return {
            "anchor": f"report-{anchor(row['key'])}",
            "day": words.day(date(row["as_of"])),
            "iso": row["as_of"],
            "percent": percent(row["percent"], words),
            "makes": self.makes(row["key"], activity),
            "by": format_html(
                _("recorded by {who}, {day}"),
                who=self.who(row["recorded_by"]),
                day=words.day(date(row["recorded_on"])),
            ),
            "narrative": words.persian(row["narrative"]),
            "notes": [(word, words.persian(row[field])) for field, word in TOLD if row[field]],
            "views": [self.view(verdict, row) for verdict in row["verifications"]],
            "state": state_of(row),
            "verified": percent(figure, words),
            "evidence": [
                {"caption": words.persian(piece["caption"]), "sha256": piece["sha256"]} for piece in row["evidence"]
            ],
        }

    def makes(self, key, activity):
        """Which of the two figures rest on this report."""
        if key == activity["reported_entry"] == activity["verified_entry"]:
            return _("makes the reported and the verified figure")
        if key == activity["verified_entry"]:
            return _("makes the verified figure")
        return _("makes the reported figure")

    def view(self, verdict, row):
        if verdict["verdict"] == RETURNED:
            word = _("Returned")
        elif verdict["verdict"] != VERIFIED:
            word = label("verdict", verdict["verdict"])
        elif verdict["percent"] == row["percent"]:
            word = _("Verified")
        else:
            word = _("Verified as %(percent)s") % {"percent": percent(verdict["percent"], self.words)}
        return {
            "state": "returned" if verdict["verdict"] == RETURNED else "done",
            "word": word,
            "who": self.who(verdict["by"]),
            "day": self.words.day(date(verdict["on"])),
            "reason": self.words.persian(verdict["reason"]),
        }

    def who(self, facts):
        return who(facts, self.institutions, self.words)


def who(facts, names, words):
    """A seat with its institution, else a role, as the page writes it."""
    role, place = actor(facts, names)
    if place is None:
        return role
    return format_html("{}{}{}", role, pgettext("between the items of a list", ", "), name(place, words))


def state_of(row):
    if not row["verifications"]:
        return "waiting"
    return "returned" if is_returned(row) else "verified"


def verified_figure(row):
    """The supervisor's own figure if the newest verdict is «verified», else None."""
    last = last_verdict(row)
    return last["percent"] if last and last["verdict"] == VERIFIED else None
