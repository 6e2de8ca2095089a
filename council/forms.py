"""The forms of the council's desk. What may be written is decided by models and services; these read and refuse."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from council.models import AgendaItem, Attendance, Decision, Meeting, SeatElection
from filing.versions import FIELD, RowChanged, VersionedModelForm
from persian.digits import localised
from persian.forms import NormalisedCharField

LARGEST = 32767  # what a small integer holds on every engine
REASON_LENGTH = 1000


class WholeNumberInput(forms.TextInput):
    """A whole number in the digits of the page; those of any script are taken back."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "size": 6} | (attrs or {}))

    def format_value(self, value):
        shown = super().format_value(value)
        return localised(shown) if shown else shown


class WholeNumberField(forms.IntegerField):
    """A whole number typed in Persian, Arabic or Latin digits. The limit is the same on every engine."""

    widget = WholeNumberInput

    def __init__(self, **kwargs):
        kwargs["max_value"] = min(kwargs.get("max_value") or LARGEST, LARGEST)
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {}

    def to_python(self, value):
        """None when empty. More digits than a number can have are no number."""
        if isinstance(value, str) and len(value.strip()) > len(str(LARGEST)) + 1:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class MeetingPartForm(VersionedModelForm):
    """A meeting or what is written under it: all of it shares the meeting's version, so a form that is stale in any
    part is shown again with both values, also when only a row below it differs."""

    always_asks = False

    @property
    def meeting_key(self):
        raise NotImplementedError

    def is_stale(self):
        seen = getattr(self, "cleaned_data", {}).get(FIELD)
        is_other = self.instance.pk is not None and seen != self.current_version
        return is_other and (self.always_asks or self.has_changed())

    def claim_version(self):
        """Raise the meeting's version if it still is the one this form was checked against. Raises RowChanged."""
        meetings = Meeting.objects.filter(pk=self.meeting_key, row_version=self.current_version)
        if not meetings.update(row_version=F(FIELD) + 1):
            raise RowChanged(str(self.instance))
        self.current_version += 1


class MeetingForm(MeetingPartForm):
    always_asks = True  # its rows of agenda and attendance have no version of their own

    class Meta:
        model = Meeting
        fields = "__all__"

    @property
    def meeting_key(self):
        return self.instance.pk

    def claim_version(self):
        super().claim_version()
        self.instance.row_version = self.current_version


class AgendaItemForm(MeetingPartForm):
    always_asks = True

    class Meta:
        model = AgendaItem
        fields = "__all__"

    @property
    def meeting_key(self):
        return self.instance.meeting_id


class AttendanceForm(forms.ModelForm):
    class Meta:
        model = Attendance
        fields = ["seat", "status", "by_alternate", "person", "described_as", "institution"]

    def clean(self):
        """A seat is there only on a day on which somebody held it; who sits in does so for a member, and is there."""
        cleaned = super().clean()
        seat, meeting = cleaned.get("seat"), cleaned.get("meeting")
        day = meeting.held_on if meeting else None
        if seat and day and not seat.is_in_force(day):
            self.add_error("seat", _("Nobody held this seat on the day of the meeting. Choose another seat."))
        elif seat and day and seat.alternate_for and not seat.alternate_for.is_in_force(day):
            self.add_error(
                "seat", _("The one for whom this alternate sits in was no member on the day of the meeting.")
            )
        if cleaned.get("by_alternate") and seat is None:
            self.add_error("by_alternate", _("An alternate sits in for a member: choose the member's seat."))
        elif cleaned.get("by_alternate") and cleaned.get("status") != Attendance.Status.PRESENT:
            self.add_error("by_alternate", _("Somebody who sits in is there: choose «present», or leave the name out."))
        return cleaned


class DecisionForm(MeetingPartForm):
    class Meta:
        model = Decision
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "agenda_item" in self.fields:
            items = AgendaItem.objects.filter(meeting__state__in=Meeting.OPEN)
            self.fields["agenda_item"].queryset = items.select_related("meeting__year").order_by(
                "-meeting__held_on", "order", "pk"
            )
            self.fields["agenda_item"].label_from_instance = item_label
        if "supersedes" in self.fields:
            adopted = Decision.objects.adopted().exclude(pk=self.instance.pk)
            self.fields["supersedes"].queryset = adopted.order_by("-number")

    @property
    def meeting_key(self):
        return self.instance.agenda_item.meeting_id

    def clean(self):
        """A proposal comes to a meeting whose minutes are open; its row is held until this form is saved."""
        cleaned = super().clean()
        item = cleaned.get("agenda_item")
        if item and not Meeting.objects.select_for_update().get(pk=item.meeting_id).is_open:
            self.add_error(
                "agenda_item", _("The minutes of this meeting are closed. Choose an item of a later meeting.")
            )
        return cleaned


def item_label(item):
    return _("%(meeting)s, item %(number)s: %(title)s") % {
        "meeting": item.meeting,
        "number": localised(item.order),
        "title": item.shown_title,
    }


class DecideForm(forms.Form):
    """How the council decided: the votes as counted, or consensus; and why, where there is something to say."""

    votes_for = WholeNumberField(label=_("votes for"), required=False, min_value=0)
    votes_against = WholeNumberField(label=_("votes against"), required=False, min_value=0)
    votes_abstain = WholeNumberField(label=_("abstentions"), required=False, min_value=0)
    by_consensus = forms.BooleanField(label=_("by consensus"), required=False)
    why = NormalisedCharField(
        label=_("why"), required=False, max_length=REASON_LENGTH, widget=forms.Textarea({"rows": 2})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("by_consensus") and any(cleaned.get(name) for name in self.counted):
            self.add_error("by_consensus", _("Give either the votes or «by consensus», not both."))
        return cleaned

    counted = ("votes_for", "votes_against", "votes_abstain")

    @property
    def votes(self):
        return {name: self.cleaned_data[name] for name in (*self.counted, "by_consensus")}


class CallAgainForm(forms.Form):
    """The round that the page showed to who presses the button."""

    round = forms.IntegerField(min_value=0, max_value=LARGEST)


class CorrectionForm(forms.Form):
    """A note on confirmed minutes."""

    text = NormalisedCharField(
        label=_("What was wrong, and what is right"), max_length=4000, widget=forms.Textarea({"rows": 5})
    )


class SeatElectionForm(forms.ModelForm):
    """The decision is one that is still proposed; what the row asks for is checked before the council meets."""

    class Meta:
        model = SeatElection
        fields = [
            "decision", "person", "person_en", "role", "is_voting", "institution", "user", "replaces", "valid_from",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "decision" in self.fields:
            open_ones = Decision.objects.filter(
                state=Decision.State.PROPOSED, agenda_item__meeting__state__in=Meeting.OPEN
            )
            self.fields["decision"].queryset = open_ones.select_related("agenda_item__meeting__year")
