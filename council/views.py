"""Who sits on the council, and what each institution does in the cluster."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.models import Attendance, CouncilRule, Decision, Institution, Meeting, Seat, Section, Statement
from council.panels import institution_panels
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
def institution_list(request):
    """Every institution by kind, with its seats held today and its agreements; and why cooperation comes first.

    Three queries and the frame's one.
    """
    day = today()
    held = Q(seats__valid_from__lte=day) & (Q(seats__valid_to__isnull=True) | Q(seats__valid_to__gte=day))
    institutions = Institution.objects.visible_to(request.user).annotate(
        held=Count("seats", filter=held, distinct=True), agreed=Count("agreements", distinct=True)
    )
    context = {
        "room": "council",
        "institutions": list(institutions.order_by("kind", "sort_text", "pk")),
        "statements": cooperation(),
    }
    return render(request, "council/institution_list.html", context)


def cooperation():
    """What sources say of cooperation. One query."""
    return list(Statement.objects.filter(topic=Statement.Topic.COOPERATION).select_related("source"))


LEARNED = {Institution.Kind.UNIVERSITY, Institution.Kind.INCUBATOR, Institution.Kind.VOCATIONAL_TRAINING}


def public_remarks(institution, user):
    """What it said in published meetings; what led to a confidential decision is as confidential."""
    remarks = institution.remarks.filter(agenda_item__meeting__state=Meeting.State.PUBLISHED)
    if user.has_perm("council.view_decision"):
        return remarks
    secret = Decision.objects.filter(confidential_until__gte=today()).values("agenda_item")
    return remarks.exclude(agenda_item__in=secret)


@require_safe
@public_page
def institution_detail(request, key):
    """What an institution does in the cluster: its seats, its meetings, what it said, and what rooms above add."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), key=key)
    remarks = public_remarks(institution, request.user).select_related("agenda_item__meeting__year")
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
        "agreements": list(institution.agreements.visible_to(request.user).select_related("file")),
        "open_files": set(institution.agreements.with_file_for(request.user).values_list("pk", flat=True)),
        "statements": cooperation() if institution.kind in LEARNED else [],
        "day": today(),
        "panels": institution_panels.of(institution, request.user),
    }
    return render(request, "council/institution_detail.html", context)
