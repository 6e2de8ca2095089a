"""Meetings and their minutes: the list, the page, the PDF, the calendars."""

from textwrap import wrap

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.calendar import public_calendar, public_meetings
from council.documents.pdf import minutes_pdf
from council.documents.reading import read_minutes
from council.documents.shown import minutes_words
from council.models import ActionItem, Decision, Meeting
from persian.digits import to_latin


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
    context = {
        "room": "council",
        "meeting": meeting,
        "is_reported": meeting.source_id is not None,
        "shows_minutes": shows_minutes(meeting, request.user),
        "has_entry": meeting.state not in (Meeting.State.DRAFT, Meeting.State.CANCELLED),
        "may_open_papers": request.user.has_perm("council.view_invitation"),
    }
    if context["shows_minutes"]:
        reading = read_minutes(meeting, request.user)
        words = minutes_words(reading)
        context |= words | {
            "frozen": reading.frozen,
            "hash_parts": wrap(reading.frozen.sha256, 8) if reading.frozen else [],
            "is_draft": reading.is_draft,
            "action_items": as_of_today(words["action_items"], meeting, request.user),
            "statements": list(meeting.source.statements.all()) if meeting.source else [],
        }
    return render(request, "council/meeting_detail.html", context)


def find_meeting(user, slug):
    """The meeting at ``1403-01``, or 404 in the reader's language."""
    year, number = to_latin(slug).split("-")
    meetings = Meeting.objects.visible_to(user).select_related("year", "source", "presider__institution")
    return get_object_or_404(meetings, year__year=int(year), number=int(number))


def shows_minutes(meeting, user):
    """Published minutes are everybody's; before that they are a draft for those who read drafts."""
    return meeting.state == Meeting.State.PUBLISHED or user.has_perm("council.view_meeting")


def as_of_today(items, meeting, user):
    """The action items of the minutes with their state of today; the minutes say only how it stood then. One query."""
    if not items:
        return []
    rows = ActionItem.objects.visible_to(user).filter(meeting=meeting).only("number", "state")
    states = {row.number: row.get_state_display() for row in rows}
    return [item | {"today": states[item["number"]]} for item in items if item["number"] in states]


@require_safe
@public_page
def minutes_file(request, slug):
    """The minutes as PDF, as far as this reader may read them. A meeting that a source reports stands on its source."""
    meeting = find_meeting(request.user, slug)
    if meeting.source_id or not shows_minutes(meeting, request.user) or meeting.state == Meeting.State.CANCELLED:
        raise Http404
    response = HttpResponse(minutes_pdf(read_minutes(meeting, request.user)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="minutes-{meeting.key}.pdf"'
    return response


@require_safe
@public_page
def meeting_calendar(request, slug):
    """One meeting for a calendar; a draft or a cancelled one has no entry."""
    year, number = to_latin(slug).split("-")
    meetings = public_meetings(request.user).filter(year__year=int(year), number=int(number))
    if not meetings:
        raise Http404
    return calendar_response(public_calendar(meetings), f"meeting-{slug}.ics")


@require_safe
@public_page
def all_meetings_calendar(request):
    """Every meeting that is called or took place, to subscribe to. Two queries."""
    return calendar_response(public_calendar(public_meetings(request.user)), "meetings.ics")


def calendar_response(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
