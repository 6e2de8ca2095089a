"""The forms of the courses' desk. What may be is decided by models and services; these read and refuse."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council.forms import WholeNumberField
from filing.versions import FIELD, RowChanged, VersionedModelForm
from members.models import Firm
from persian.forms import JalaliDateField, LocalTimeField, NormalisedCharField
from persian.jalali import format_day
from persian.text import search_key
from trainings.models import Course, Enrolment
from trainings.services.series import MOST

WEEK = (5, 6, 0, 1, 2, 3, 4)  # as Python counts: the week here begins on Saturday


class CourseForm(VersionedModelForm):
    """A course with its sessions, which have no version of their own: whoever comes second is asked again."""

    class Meta:
        model = Course
        fields = []  # the admin names them, and makes their widgets

    def is_stale(self):
        seen = getattr(self, "cleaned_data", {}).get(FIELD)
        return self.instance.pk is not None and seen != self.current_version

    def claim_version(self):
        """Raise the version, also when only a session changed. Raises RowChanged."""
        rows = Course.objects.filter(pk=self.instance.pk, row_version=self.current_version)
        if not rows.update(row_version=F(FIELD) + 1):
            raise RowChanged(str(self.instance))
        self.current_version += 1
        self.instance.row_version = self.current_version

    def _post_clean(self):
        """The window is held against the days in this very form (see ``SessionFormSet``), not against the old ones."""
        days, self.instance.starts_on = self.instance.starts_on, None
        super()._post_clean()
        self.instance.starts_on = days


class SessionFormSet(BaseInlineFormSet):
    """The days of a course, checked together with its window."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        days = [form.cleaned_data["day"] for form in self.kept_forms() if form.cleaned_data.get("day")]
        course = self.instance
        if not days and course.pk and course.state != Course.State.DRAFT:
            raise ValidationError(gettext("An announced course has days: give it another one, or cancel the course."))
        if days and course.closes_on and course.closes_on >= min(days):
            text = gettext("Registration is open until %(last)s, but the course would begin on %(first)s.")
            raise ValidationError(text % {"last": format_day(course.closes_on), "first": format_day(min(days))})

    def kept_forms(self):
        return [form for form in self.forms if form.cleaned_data and form not in self.deleted_forms]


class SeriesForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=[(day, WEEKDAYS[day]) for day in WEEK],
        widget=forms.CheckboxSelectMultiple,
    )
    first_on = JalaliDateField(label=_("From day"))
    count = WholeNumberField(label=_("How many sessions"), min_value=1, max_value=MOST)
    starts_at = LocalTimeField(label=_("From"))
    ends_at = LocalTimeField(label=_("To"))

    def clean(self):
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", gettext("A session ends after it begins."))
        return data


class WhyForm(forms.Form):
    why = NormalisedCharField(
        label=_("Why the course is cancelled"),
        max_length=500,
        required=False,  # the service says what is missing
        widget=forms.Textarea({"rows": 3}),
    )


class EnrolForm(forms.Form):
    """One person at the desk. The address or the firm is needed, so that somebody can be told."""

    full_name = NormalisedCharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    contact = forms.CharField(
        label=_("E-mail or mobile number"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )
    firm = forms.ModelChoiceField(Firm.objects.none(), label=_("Firm"), required=False)

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["firm"].queryset = Firm.objects.active()
        self.fields["firm"].widget = AutocompleteSelect(Enrolment._meta.get_field("firm"), site)
        self.fields["firm"].widget.choices = self.fields["firm"].choices

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("contact") and not data.get("firm"):
            self.add_error("contact", gettext("Give an e-mail address, a mobile number, or the firm."))
        return data


class SeatsForm(forms.Form):
    seats = WholeNumberField(label=_("Places"), min_value=1, max_value=5000)


class EraseForm(forms.Form):
    """The name is typed, because nothing brings the data back."""

    name = NormalisedCharField(label=_("Full name of the person"), max_length=120)

    def __init__(self, *args, learner, **kwargs):
        super().__init__(*args, **kwargs)
        self.learner = learner

    def clean_name(self):
        typed, wanted = (
            search_key(text).replace(" ", "") for text in (self.cleaned_data["name"], self.learner.full_name)
        )
        if typed != wanted:
            raise ValidationError(gettext("This is not the name of the person."))
        return self.cleaned_data["name"]
