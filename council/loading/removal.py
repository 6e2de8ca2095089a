"""Taking the sample's council away, and putting the source's own years back to planning."""

from django.db.models import Q

from council.models import (
    ActionItem,
    Agreement,
    Attendance,
    Correction,
    CouncilRule,
    Decision,
    Institution,
    Meeting,
    Minutes,
    ProgramYear,
    Seat,
    Section,
)
from filing.services import record_change

WHY = "the sample was removed"


def reopen_years(years):
    """The source's own years that held sample plans are in planning again, with a line in the book."""
    for year in years:
        if year.state != ProgramYear.State.PLANNING:
            old, year.state, year.approved_on = year.state, ProgramYear.State.PLANNING, None
            year.save(update_fields=["state", "approved_on"])
            record_change(year, by=None, old=old, new=year.state, why=WHY)


def remove_council():
    """Delete every sample row of the council; upper rooms have removed theirs before.

    Raises ProtectedError when a row that is no sample stands on one. Somebody else's attendance list keeps the person
    as a name, without the seat.
    """
    meetings = Meeting.objects.filter(Q(is_sample=True) | Q(year__is_sample=True))
    seats = Seat.objects.filter(is_sample=True)
    for attendance in Attendance.objects.filter(seat__in=seats).exclude(meeting__in=meetings).select_related("seat"):
        keep_as_person(attendance)
    for model in (Minutes, Correction):
        model.objects.filter(meeting__in=meetings).erase_sample()
    seats.update(elected_by=None)  # else the decision that opened a seat could not go before it
    decisions = Decision.objects.filter(Q(is_sample=True) | Q(agenda_item__meeting__in=meetings))
    for decision in decisions.order_by("-pk"):  # the superseding one first: it protects the other
        decision.delete()
    delete_with_history(ActionItem.objects.filter(meeting__in=meetings))
    delete_with_history(Agreement.objects.filter(is_sample=True))
    delete_with_history(meetings)
    delete_with_history(seats.filter(alternate_for__isnull=False))
    delete_with_history(seats)
    for model in (CouncilRule, Section, Institution, ProgramYear):
        model.objects.filter(is_sample=True).delete()


def keep_as_person(attendance):
    seat = attendance.seat
    attendance.seat, attendance.institution = None, attendance.institution or seat.institution
    attendance.person = attendance.person or seat.person
    attendance.save(update_fields=["seat", "institution", "person"])


def delete_with_history(rows):
    """Delete rows together with the history that was kept of them and of their lists of others."""
    ids = list(rows.values_list("pk", flat=True))
    rows.filter(pk__in=ids).delete()
    history = rows.model.history.filter(id__in=ids)
    for relation in history.model._meta.related_objects:
        relation.related_model.objects.filter(**{f"{relation.field.name}__in": history}).delete()
    history.delete()
