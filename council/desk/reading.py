"""The rows of a member's desk, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from council.models import ActionItem, AgendaItem, Attendance, Comment, Decision, Invitation, Meeting, Seat, Vote
from persian.jalali import today

PAST_SHOWN = 20


@dataclass
class MemberRows:
    """Everything on the desk of one person."""

    seats: list
    coming: list
    actions: list
    attendances: list
    votes: list


def seats_of(user):
    """The seats that a person holds today."""
    return Seat.objects.in_force(today()).filter(user=user)


def read_desk(user):
    """Eight queries at the most, whatever the council did before."""
    day = today()
    seats = list(seats_of(user).select_related("institution"))
    own = [seat.pk for seat in seats]
    return MemberRows(
        seats=seats,
        coming=read_coming(user, own, day),
        actions=list(
            ActionItem.objects.open()
            .owned_by(user, day)
            .select_related("meeting__year", "seat", "institution", "reported_by")
            .order_by("due_on", "pk")
        ),
        attendances=list(
            Attendance.objects.filter(seat__user=user, meeting__state__in=Meeting.AFTER)
            .select_related("meeting__year")
            .order_by("-meeting__held_on", "-pk")[:PAST_SHOWN]
        ),
        votes=list(
            Vote.objects.filter(seat__user=user, decision__in=Decision.objects.visible_to(user).adopted())
            .select_related("decision__agenda_item__meeting__year")
            .order_by("-decision__number")[:PAST_SHOWN]
        ),
    )


def read_coming(user, seats, day):
    """Called meetings from today on, with agenda, comments and this person's invitation of the newest round."""
    comments = Comment.objects.visible_to(user).select_related("seat").order_by("pk")
    agenda = AgendaItem.objects.order_by("order", "pk").prefetch_related(Prefetch("comments", comments))
    newest = Invitation.objects.filter(meeting=OuterRef("meeting")).order_by("-round").values("round")[:1]
    invitations = Invitation.objects.filter(seat__in=seats, round=Subquery(newest)).order_by("pk")
    meetings = Meeting.objects.filter(state=Meeting.State.CALLED, held_on__gte=day).select_related("year")
    return list(
        meetings.order_by("held_on", "pk").prefetch_related(
            Prefetch("agenda", agenda), Prefetch("invitations", invitations, to_attr="own_invitations")
        )
    )
