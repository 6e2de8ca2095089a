"""The council's public pages: who sits on it, what it discussed, what it decided."""

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.exports import decisions_csv
from council.models import (
    AgendaItem,
    Attendance,
    CouncilRule,
    Decision,
    Institution,
    Meeting,
    Remark,
    Seat,
    Section,
)
from council.panels import decision_panels, institution_panels
from persian.digits import to_latin
from persian.jalali import today


@require_safe
@public_page
def composition(request):
    """Who sits on the council today, under which rule, and who sat on it before. Four queries and the frame's one."""
    day = today()
    seats = list(Seat.objects.visible_to(request.user).select_related("institution", "alternate_for").order_by("pk"))
    rank = {role: place for place, role in enumerate(Seat.Role.values)}
    seats.sort(key=lambda seat: (rank[seat.role], seat.pk))
    current = [seat for seat in seats if seat.valid_from <= day and (seat.valid_to is None or seat.valid_to >= day)]
    context = {
        "room": "council",
        "seats": current,
        "former": [seat for seat in seats if seat.valid_to is not None and seat.valid_to < day],
        "voting": sum(seat.is_voting and seat.alternate_for_id is None for seat in current),
        "rule": CouncilRule.objects.in_force(day),
        "sections": list(Section.objects.all()),
        "latest": Meeting.objects.visible_to(request.user).select_related("year").order_by("-held_on").first(),
    }
    return render(request, "council/composition.html", context)


@require_safe
@public_page
def meeting_list(request):
    """Every meeting that this reader may know of, newest first. One query and the frame's one."""
    meetings = (
        Meeting.objects.visible_to(request.user)
        .select_related("year", "source")
        .annotate(adopted=Count("agenda__decisions", filter=Q(agenda__decisions__state=Decision.State.ADOPTED)))
        .order_by("-held_on", "-pk")  # said here: a query that groups leaves the model's own order out
    )
    return render(request, "council/meeting_list.html", {"room": "council", "meetings": list(meetings)})


@require_safe
@public_page
def meeting_detail(request, slug):
    """The minutes once they are published; before that the day, the place and the state."""
    meeting = find_meeting(request.user, slug)
    context = {"room": "council", "meeting": meeting, "is_reported": meeting.source_id is not None}
    context["shows_minutes"] = meeting.state == Meeting.State.PUBLISHED or request.user.has_perm("council.view_meeting")
    if context["shows_minutes"]:
        context |= minutes(meeting, request.user)
    return render(request, "council/meeting_detail.html", context)


def find_meeting(user, slug):
    """The meeting at ``1403-01``, or 404 in the reader's language."""
    year, number = to_latin(slug).split("-")
    meetings = Meeting.objects.visible_to(user).select_related("year", "source")
    return get_object_or_404(meetings, year__year=int(year), number=int(number))


def minutes(meeting, user):
    """The agenda with remarks and decisions, the attendance, and what the source says. Five queries."""
    decisions = Decision.objects.visible_to(user).order_by("number", "pk")
    agenda = AgendaItem.objects.filter(meeting=meeting).prefetch_related(
        Prefetch("decisions", queryset=decisions),
        Prefetch("remarks", queryset=Remark.objects.select_related("institution")),
    )
    attendances = Attendance.objects.filter(meeting=meeting).select_related("seat__institution", "institution")
    return {
        "agenda": list(agenda),
        "attendances": list(attendances),
        "statements": list(meeting.source.statements.all()) if meeting.source else [],
    }


@require_safe
@public_page
def decision_list(request):
    """Every adopted decision, newest first; who reads drafts also sees proposals. One query and the frame's one."""
    context = {"room": "council", "decisions": list(decisions_for(request.user))}
    return render(request, "council/decision_list.html", context)


def decisions_for(user):
    """Adopted decisions in the order of their numbers, newest first: the page and the file show the same rows."""
    decisions = Decision.objects.visible_to(user).adopted()
    return decisions.select_related("agenda_item__meeting__year", "source").order_by("-number")


@require_safe
def decision_csv(request):
    return decisions_csv(decisions_for(request.user))


@require_safe
@public_page
def decision_detail(request, slug):
    """One adopted decision: its words, its meeting, who was there and how they voted, and what rests on it."""
    year, meeting, number = slug.split("-")
    decisions = Decision.objects.visible_to(request.user).select_related(
        "agenda_item__meeting__year", "source", "supersedes"
    )
    decision = get_object_or_404(decisions, number=f"{year}/{meeting}-{number}")
    context = {
        "room": "council",
        "decision": decision,
        "meeting": decision.agenda_item.meeting,
        "later": list(Decision.objects.adopted().filter(supersedes=decision).order_by("number")),
        "electors": electors_of(decision),
        "panels": decision_panels.of(decision, request.user),
    }
    return render(request, "council/decision_detail.html", context)


def electors_of(decision):
    """The frozen electorate with its roles and institutions in the reader's language. One query at the most."""
    if not decision.snapshot:
        return []
    keys = {key for elector in decision.snapshot["electors"] for key in elector["institutions"]}
    names = {row.key: row for row in Institution.objects.filter(key__in=keys)} if keys else {}
    return [
        elector
        | {
            "roles": [Seat.Role(role).label for role in elector["roles"]],
            "institutions": [names[key] for key in elector["institutions"] if key in names],
        }
        for elector in decision.snapshot["electors"]
    ]


@require_safe
@public_page
def institution_detail(request, key):
    """What an institution does in the cluster: its seats, its meetings, what it said, and what rooms above add."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), key=key)
    public = Q(agenda_item__meeting__state=Meeting.State.PUBLISHED)
    remarks = institution.remarks.filter(public).select_related("agenda_item__meeting__year")
    attended = Meeting.objects.published().filter(
        Q(attendances__institution=institution) | Q(attendances__seat__institution=institution),
        attendances__status=Attendance.Status.PRESENT,
    )
    context = {
        "room": "council",
        "institution": institution,
        "seats": list(institution.seats.order_by("-valid_from", "pk")),
        "remarks": list(remarks.order_by("-agenda_item__meeting__held_on", "agenda_item__order")),
        "meetings": list(attended.select_related("year").distinct().order_by("-held_on")),
        "panels": institution_panels.of(institution, request.user),
    }
    return render(request, "council/institution_detail.html", context)
