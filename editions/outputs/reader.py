"""A document as a reader of one language sees it: texts, days, words for its keys. It is asked for nothing else."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import roles
from council.models.decision import closed_words
from editions.labels import label
from persian.jalali import format_day
from reports.pages.words import Words


class Reader:
    """Made once for each file, with its language active."""

    def __init__(self, document, language):
        self.document, self.language = document, language
        self.words = Words(language)
        self.institutions = {row["key"]: row["name"] for row in document["institutions"]}
        self.reports = {row["key"]: row for row in (*document["entries"], *document["readings"])}
        self.plans = {row["key"]: row for row in document["plans"]}

    def text(self, pair):
        """A text of two languages: English where it is read and there is one. Empty for none."""
        return self.words.plain(pair["fa"], pair["en"]) if pair else ""

    def said(self, pair):
        """The same as a cell of the report; a Persian text on an English page says so. A plain text is itself."""
        if not pair or isinstance(pair, str):
            return pair or ""
        return self.text(pair) if self.text(pair) == pair["en"] else self.persian(pair["fa"])

    def persian(self, text):
        """A text that exists in Persian only, as a cell of the report."""
        return ["p", text] if self.words.is_english and text else text

    def quietly(self, facts):
        """An institution below something else."""
        return ["m", self.institution(facts)] if facts else ""

    def sample(self, row):
        return ["k", _("Sample")] if row["is_sample"] else ""

    def number(self, text):
        """A decision, a meeting, a plan as a cell of the report: digits of the language, order of its own."""
        return ["c", self.words.digits(text) if text else "—"]

    def isolated(self, text):
        """The same inside a sentence."""
        return f"\u2066{self.words.digits(text)}\u2069"

    def listed(self, names):
        """Names beside each other in the report, each in its own order."""
        comma = pgettext("between the items of a list", ", ")
        return comma.join(f"\u2068{name}\u2069" for name in names)

    def institution(self, facts):
        return self.text(facts["name"]) if facts else ""

    def institution_of(self, key):
        """By its key alone."""
        return self.text(self.institutions[key])

    def label(self, kind, value):
        return label(kind, value)

    def status(self, value):
        return label("status", value)

    def who(self, facts):
        """The seat with its institution, or the role."""
        if "seat" not in facts:
            return str(roles.WORDS.get(facts["role"], _("portal account")))
        seat = self.label("seat", facts["seat"])
        if not facts["institution"]:
            return seat
        return seat + pgettext("between the items of a list", ", ") + self.institution_of(facts["institution"])

    def day(self, iso, style="long"):
        return format_day(date_of(iso), style, self.language)

    def decision_text(self, row):
        """The words of a decision, or until when they are confidential."""
        if row["text"] is None:
            return closed_words(date_of(row["confidential_until"]))
        return self.text(row["text"])

    def votes(self, votes):
        """«by consensus», or the three counts; empty where nobody counted."""
        if votes is None:
            return ""
        if votes == "consensus":
            return _("by consensus")
        counts = {name: self.words.figure(count) for name, count in votes.items()}
        return _("%(for)s for, %(against)s against, %(abstain)s abstained") % counts


def date_of(iso):
    return dt.date.fromisoformat(iso) if iso else None


def jalali(iso):
    """``1403-06-31`` in Latin digits: sorts as text, and is the same in both languages."""
    return format_day(date_of(iso), "iso")


def last_verdict(report):
    """What the supervisor said last of a report; None while nothing was said."""
    return report["verifications"][-1] if report["verifications"] else None
