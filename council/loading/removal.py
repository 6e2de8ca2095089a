"""Taking the sample's council away, and putting the source's own years back to planning."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from council import reminders
from council.models import (
    ActionItem,
    Agreement,
    Attendance,
    Comment,
    Correction,
    CouncilRule,
    Decision,
    Institution,
    InstitutionAgent,
    Invitation,
    Meeting,
    Minutes,
    ProgramYear,
    Seat,
    Section,
)
from council.services.invitations import CANCELLATION
from filing.services import record_change
from post.models import Message

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
    items = ActionItem.objects.filter(meeting__in=meetings)
    remove_letters(meetings, seats, items)
    Comment.objects.filter(seat__in=seats).delete()
    for model in (Minutes, Correction):
        model.objects.filter(meeting__in=meetings).erase_sample()
    seats.update(elected_by=None)  # else the decision that opened a seat could not go before it
    decisions = Decision.objects.filter(Q(is_sample=True) | Q(agenda_item__meeting__in=meetings))
    for decision in decisions.order_by("-pk"):  # the superseding one first: it protects the other
        decision.delete()
    delete_with_history(items)
    delete_with_history(Agreement.objects.filter(is_sample=True))
    delete_with_history(meetings)
    delete_with_history(seats.filter(alternate_for__isnull=False))
    delete_with_history(seats)
    InstitutionAgent.objects.filter(Q(is_sample=True) | Q(institution__is_sample=True)).delete()
    for model in (CouncilRule, Section, Institution, ProgramYear):
        model.objects.filter(is_sample=True).delete()


def remove_letters(meetings, seats, items):
    """What was written about sample meetings and sample action items, and to sample seats: invitations and reminders.

    A letter that an invitation of somebody else names stays; whoever it is to is emptied with the accounts.
    """
    invitations = Invitation.objects.filter(Q(meeting__in=meetings) | Q(seat__in=seats))
    of_these = Q(pk__in=list(invitations.exclude(message=None).values_list("message", flat=True)))
    for pk in meetings.values_list("pk", flat=True):
        of_these |= Q(key__startswith=f"{CANCELLATION.name}/{pk}/")
    for pk in items.values_list("pk", flat=True):
        of_these |= Q(key__startswith=f"{reminders.KIND}/{pk}/")
    users = get_user_model().objects.filter(is_sample=True)
    addresses = set(users.values_list("email", "mobile")) | set(seats.values_list("email", "email"))
    of_these |= Q(to__in={one for pair in addresses for one in pair if one})
    invitations.delete()
    named = Invitation.objects.exclude(message=None).values("message")
    Message.objects.filter(of_these).exclude(pk__in=named).delete()


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
