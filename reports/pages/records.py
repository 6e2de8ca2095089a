"""The reports of a plan with the supervisor's view of each: who, when, which figure, why."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from actionplans.models import Verification
from reports.pages.visits import visit_link

VERIFIED, RETURNED = Verification.Verdict.VERIFIED, Verification.Verdict.RETURNED


def entry_rows(rows, people, words):
    """One dict per report, newest first; ``views`` are all verdicts on it, the last one counts."""
    shown = []
    for entry in rows.entries:
        verdicts = rows.verdicts.get(("entry", entry.pk), [])
        shown.append(
            {
                "pk": entry.pk,
                "activity": words.digits(entry.activity.number),
                "name": words.name(entry.activity.title, entry.activity.title_en),
                "day": words.short_day(entry.as_of),
                "iso": entry.as_of.isoformat(),
                "reported": words.percent(entry.percent),
                "verified": words.percent(verified_figure(verdicts, "percent")),
                "by": recorded(entry, people, words),
                "narrative": words.persian(entry.narrative),
                "notes": notes(entry, words),
                "views": [entry_view(entry, verdict, people, words) for verdict in verdicts],
                "state": state_of(verdicts),
                "evidence": [evidence.pk for evidence in rows.evidence.get(("entry", entry.pk), [])],
            }
        )
    return shown


def state_of(verdicts):
    """The name by which ``includes/status.html`` draws the newest verdict."""
    if not verdicts:
        return "waiting"
    return "returned" if verdicts[-1].verdict == RETURNED else "verified"


def verified_figure(verdicts, name):
    """The supervisor's own figure if the newest verdict is «verified», else None."""
    if verdicts and verdicts[-1].verdict == VERIFIED:
        return getattr(verdicts[-1], name)
    return None


def recorded(row, people, words):
    return format_html(
        _("recorded by {who}, {day}"),
        who=people.who(row.recorded_by_id, row.recorded_at),
        day=words.day(timezone.localdate(row.recorded_at)),
    )


def notes(entry, words):
    """What else the report says, each with its word."""
    pairs = [
        (_("Why it fell"), entry.fall_reason),
        (_("Obstacle"), entry.obstacle),
        (_("Corrective action"), entry.corrective_action),
    ]
    return [(word, words.persian(text)) for word, text in pairs if text]


def entry_view(entry, verdict, people, words):
    """One verdict in words: «Verified as 70.0», by whom, when, why."""
    if verdict.verdict == RETURNED:
        word = _("Returned")
    elif verdict.percent == entry.percent:
        word = _("Verified")
    else:
        word = _("Verified as %(percent)s") % {"percent": words.percent(verdict.percent)}
    return view(verdict, word, people, words)


def view(verdict, word, people, words):
    return {
        "state": "returned" if verdict.verdict == RETURNED else "done",
        "word": word,
        "who": people.who(verdict.by_id, verdict.at),
        "day": words.day(timezone.localdate(verdict.at)),
        "visit": visit_link(verdict.visit, words),
        "reason": words.persian(verdict.reason),
    }
