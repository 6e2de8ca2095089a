"""What a visitor asks for: findings of a kind, a section, a state."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from council.models import Section
from market.models import Finding
from persian.digits import to_latin

GENERAL = "general"
LONGEST_NUMBER = 5


@dataclass(frozen=True)
class Asked:
    """One question; "" stands for any. ``section``: a section's order, or «general»: about the whole cluster."""

    kind: str = ""
    section: str = ""
    state: str = ""

    @property
    def chosen(self):
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self):
        return urlencode(self.chosen)

    def of_section(self, findings):
        if self.section == GENERAL:
            return findings.filter(section__isnull=True)
        return findings.filter(section__order=self.section) if self.section else findings

    def narrow(self, findings):
        found = self.of_section(findings)
        names = {name: getattr(self, name) for name in ("kind", "state") if getattr(self, name)}
        return found.filter(**names)


def asked_of(params, sections):
    """The question of an address. Raises Http404 for a kind, section or state that does not exist."""
    kind, state = params.get("kind", ""), params.get("state", "")
    section = to_latin(params.get("section", "")[:20])
    known = {GENERAL, *(str(row.order) for row in sections)}
    if (kind and kind not in Finding.Kind.values) or (state and state not in Finding.PUBLIC):
        raise Http404
    if section and section not in known:
        raise Http404
    return Asked(kind=kind, section=section, state=state)


def read_sections():
    """One query."""
    return list(Section.objects.order_by("order"))


def section_options(asked, sections):
    """(value, words, is chosen) of the list of sections."""
    values = [(str(row.order), str(row)) for row in sections]
    values.append((GENERAL, _("The whole cluster")))
    return [(value, words, value == asked.section) for value, words in values]


def lists(asked, sections):
    """The lists of the filter form: (name, label, options)."""
    kinds = [(value, capfirst(label), value == asked.kind) for value, label in Finding.Kind.choices]
    states = [(value, capfirst(Finding.State(value).label), value == asked.state) for value in Finding.PUBLIC]
    return [
        ("kind", _("Kind"), kinds),
        ("section", _("Section"), section_options(asked, sections)),
        ("state", _("State"), states),
    ]
