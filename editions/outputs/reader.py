"""A document as a reader of one language sees it: texts, days, words for its keys. It is asked for nothing else."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from council.models.decision import closed_words
from editions.labels import label
from editions.told import actor, date_of, institution_names, name_of, report_words, votes
from persian.jalali import format_day
from reports.pages.words import Words


class Reader:
    """Made once for each file, with its language active."""

    def __init__(self, document, language):
        self.document, self.language = document, language
        self.words = Words(language)
        self.institutions = institution_names(document)
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
        return self.text(name_of(key, self.institutions))

    def label(self, kind, value):
        return label(kind, value)

    def status(self, value):
        return label("status", value)

    def who(self, facts):
        """The seat with its institution, or the role."""
        role, place = actor(facts, self.institutions)
        return role + pgettext("between the items of a list", ", ") + self.text(place) if place else role

    def report(self, key):
        """Which report a key names, in words; empty for none."""
        return report_words(key, self.words) if key else ""

    def day(self, iso, style="long"):
        return format_day(date_of(iso), style, self.language)

    def decision_text(self, row):
        """The words of a decision, or until when they are confidential."""
        if row["text"] is None:
            return closed_words(date_of(row["confidential_until"]))
        return self.text(row["text"])

    def votes(self, found):
        return votes(found, self.words)


def jalali(iso):
    """``1403-06-31`` in Latin digits: sorts as text, and is the same in both languages."""
    return format_day(date_of(iso), "iso")
