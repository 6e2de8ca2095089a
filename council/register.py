"""The register of decisions: which of them a reader asks for.

Of a decision that is confidential to this reader only year and number are filtered by: a filter by its words, its kind
or its objects would tell them.
"""

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from council import effects
from council.models import ActionItem, Decision, Institution, ProgramYear, Remark
from council.panels import decision_filters
from persian.digits import localised
from persian.forms import NormalisedCharField
from persian.jalali import today
from persian.text import search_key

LONGEST_TEXT = 100
PLAIN = "resolution"  # of none of the kinds that rooms registered


class DecisionFilterForm(forms.Form):
    """The filter bar, a GET form. One query for each list to choose from; a value that is in no list is refused."""

    year = forms.ChoiceField(label=_("year"), required=False)
    kind = forms.ChoiceField(label=_("kind"), required=False)
    institution = forms.ChoiceField(label=_("institution"), required=False)
    q = NormalisedCharField(label=_("text or number"), required=False, max_length=LONGEST_TEXT)

    def __init__(self, data, *, user):
        super().__init__({name: data.get(name, "") for name in data}, auto_id="filter_%s")
        every = [("", _("all"))]
        years = ProgramYear.objects.visible_to(user).order_by("-year").values_list("year", flat=True)
        kinds = [(kind.name, kind.label) for kind in effects.kinds().values()]
        institutions = Institution.objects.visible_to(user).only("key", "name", "name_en")
        self.fields["year"].choices = every + [(str(year), localised(year)) for year in years]
        self.fields["kind"].choices = [*every, *kinds, (PLAIN, _("plain resolution"))]
        self.fields["institution"].choices = every + [(row.key, str(row)) for row in institutions]
        for one in decision_filters.lists.values():
            self.fields[one.name] = forms.ChoiceField(
                label=one.label, required=False, choices=every + one.choices(user)
            )
        self.order_fields(["year", "kind", *decision_filters.lists, "institution", "q"])
        for field in self.fields.values():
            field.widget.attrs["class"] = "field field--wide"

    @property
    def chosen(self):
        """What was chosen, by name, in the order of the bar; nothing of it when a value is refused."""
        return (
            {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data[name]}
            if self.is_valid()
            else {}
        )

    @property
    def is_filtered(self):
        return not self.is_valid() or bool(self.chosen)

    def query(self):
        """The chosen filters for an address, such as that of the next page or of the file."""
        query = QueryDict(mutable=True)
        query.update(self.chosen)
        return query.urlencode()


def filtered(decisions, form, user):
    """Those of the decisions that match every filter; none when one of the values was refused."""
    if not form.is_valid():
        return decisions.none()
    chosen = form.chosen
    if "year" in chosen:
        decisions = decisions.filter(agenda_item__meeting__year__year=chosen["year"])
    conditions = [content_filter(name, value) for name, value in chosen.items() if name not in ("year", "q")]
    if conditions and not user.has_perm("council.view_decision"):
        decisions = decisions.open_on(today())
    for condition in conditions:
        decisions = decisions.filter(pk__in=Decision.objects.filter(condition).values("pk"))
    return with_text(decisions, chosen["q"]) if "q" in chosen else decisions


def content_filter(name, value):
    """The condition of one filter that asks what a decision is about."""
    if name == "kind":
        return kind_filter(value)
    if name == "institution":
        return institution_filter(Institution.objects.get(key=value))
    return decision_filters.lists[name].which(value)


def kind_filter(name):
    kinds = effects.kinds()
    if name != PLAIN:
        return kinds[name].which
    condition = Q()
    for kind in kinds.values():
        condition &= ~Q(pk__in=Decision.objects.filter(kind.which).values("pk"))
    return condition


def institution_filter(institution):
    """Where it gave its view at the item, has something to do, or sits on the seat that was filled; and upper rooms."""
    heard = Remark.objects.filter(institution=institution).values("agenda_item")
    charged = ActionItem.objects.filter(Q(institution=institution) | Q(seat__institution=institution))
    condition = Q(agenda_item__in=heard) | Q(pk__in=charged.filter(decision__isnull=False).values("decision"))
    condition |= Q(seat_elections__institution=institution)
    for link in decision_filters.links:
        condition |= link(institution)
    return condition


def with_text(decisions, text):
    """Decisions whose number or words hold the text, as people compare: any digits and letters, ZWNJ as a space.

    ``%`` and ``_`` mean themselves. Read and compared here, because no database folds Persian so: one query over a few
    hundred rows.
    """
    wanted = search_key(text)
    found = [
        row.pk
        for row in decisions.only("number", "text", "text_en", "state", "confidential_until")
        if wanted in key_of(row)
    ]
    return decisions.filter(pk__in=found)


def key_of(decision):
    words = () if decision.is_closed else (decision.text, decision.text_en)
    return search_key(" ".join(filter(None, (decision.number, *words))))
