"""The pages of the editor: the board itself, and the place to which its script sends drafts."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from council.editor import capture, drafts
from council.editor.acts import MAY_MOVE, number, perform
from council.editor.cells import base_of, conflicts, fill, is_clean, unsaved
from council.editor.reading import Reader, owners_of, with_rule
from council.editor.saving import save_form
from council.models import AgendaItem, Attendance, Decision, EditorDraft, Meeting, Vote
from persian.digits import localised

State = Meeting.State
STEPS = {  # the words on the buttons
    State.CALLED: gettext_lazy("Call the meeting"),
    State.HELD: gettext_lazy("Record it as held"),
    State.CONFIRMED: gettext_lazy("Confirm the minutes"),
    State.PUBLISHED: gettext_lazy("Publish the minutes"),
    State.CANCELLED: gettext_lazy("Cancel the meeting"),
}
SENT_BACK = 422


def name_of_meeting(meeting):
    """«نشست ۱ سال ۱۴۰۳»."""
    words = _("Meeting %(number)s of the year %(year)s")
    return words % {"number": localised(meeting.number), "year": localised(meeting.year.year)}


def find_meeting(pk, user):
    """The meeting with its rule, and whether this person has a draft of it. One query."""
    drafts_of = EditorDraft.objects.filter(meeting=OuterRef("pk"), user=user)
    meetings = Meeting.objects.select_related("year", "source").annotate(has_draft=Exists(drafts_of))
    return get_object_or_404(with_rule(meetings), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("council.view_meeting", raise_exception=True)
def meeting_board(request, object_id):
    """The meeting on one screen. A POST saves the whole form, then does what its button says."""
    meeting = find_meeting(object_id, request.user)
    if request.method == "POST":
        return save(request, meeting)
    if drafts.unstash(request, meeting):
        meeting.has_draft = True
    board = Reader(meeting, request.user).read(number(request.GET.get("item", "")))
    if may_edit(meeting, request.user):
        offer_draft(request, board)
    return show(request, board)


def may_edit(meeting, user):
    return meeting.is_open and user.has_perm("council.change_meeting")


def save(request, meeting):
    """Save, act, and return to the place; what could not be saved is shown again with the reason."""
    is_step = request.POST.get("act", "").startswith("move-")
    if not request.user.has_perm("council.change_meeting") or (is_step and not meeting.is_open):
        return step_only(request, meeting)
    act, current = request.POST.get("act", "save"), number(request.POST.get("c-item", ""))
    if act == "discard":
        drafts.drop(meeting=meeting, user=request.user)
        return back(meeting, "desk")
    refusals = []
    try:
        board, is_saved, _written = save_form(meeting=meeting, posted=request.POST, by=request.user, current=current)
    except ValidationError as refusal:
        return closed_meanwhile(request, meeting, refusal)
    if is_saved and act != "save":
        try:
            with transaction.atomic():
                anchor = perform(act, board=board, posted=request.POST, by=request.user)
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            if not any(line.errors for item in board.items for line in item.decisions):
                tell(request, act, board)
                return back(meeting, anchor, stays_current(act, anchor, board, current))
    elif is_saved:
        messages.success(request, _("Saved."))
        return back(meeting, request.POST.get("at") or "desk", current)
    return show(request, again(request, board, current), refusals=refusals, typed=request.POST, status=SENT_BACK)


def stays_current(act, anchor, board, current):
    """The item in work after an act: the same, unless it is dealt with; then the next open one is found anew."""
    line = board.item(current)
    is_over = line is None or line.item.state == AgendaItem.State.DONE
    return None if anchor == "composer" and (act != "capture" or is_over) else current


def tell(request, act, board):
    """What a step or a decision came to; smaller acts are seen where they happened."""
    verb, _dash, key = act.partition("-")
    if verb == "move":
        messages.success(request, _("The meeting is now «%(state)s».") % {"state": State(key).label})
    elif verb == "adopt":
        adopted = Decision.objects.get(pk=number(key))
        messages.success(request, _("Decision %(number)s was adopted.") % {"number": localised(adopted.number)})


def again(request, board, current):
    """The board as it stands after a save that kept something back: fresh rows, with what is unsaved in its box."""
    meeting = find_meeting(board.meeting.pk, request.user)
    fresh = Reader(meeting, request.user).read(current)
    kept = {cell.name: cell for cell in board.cells if cell.errors or cell.theirs is not None}
    for cell in fresh.cells:
        if cell.name in kept:
            old = kept[cell.name]
            cell.typed, cell.errors, cell.theirs = old.typed, old.errors, old.theirs
    errors = {line.decision.pk: line.errors for item in board.items for line in item.decisions}
    for item in fresh.items:
        for line in item.decisions:
            line.errors = errors.get(line.decision.pk, [])
    return fresh


def closed_meanwhile(request, meeting, refusal):
    """The minutes were confirmed while somebody wrote: nothing is saved, what was typed is kept as a draft."""
    fields = drafts.fields_of(request.POST)
    if fields:
        drafts.keep(meeting=meeting, user=request.user, fields=fields)
    for message in refusal.messages:
        messages.error(request, message)
    return back(meeting, "desk")


def step_only(request, meeting):
    """Who may take the meeting's next step without writing its minutes."""
    act = request.POST.get("act", "")
    if not act.startswith("move-"):
        raise PermissionDenied
    board = Reader(meeting, request.user).read()
    try:
        perform(act, board=board, posted=request.POST, by=request.user)
        tell(request, act, board)
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
    return back(meeting, "desk")


def back(meeting, anchor, current=None):
    """The same page again at the place where the button was; the item in work stays the one it was."""
    query = f"?item={current}" if current else ""
    return redirect(f"{reverse('admin:council_meeting_board', args=[meeting.pk])}{query}#{anchor}")


def offer_draft(request, board):
    """Say that something typed was never saved; put it into the boxes when that is asked for."""
    if not board.meeting.has_draft:
        return
    draft = EditorDraft.objects.get(meeting=board.meeting, user=request.user)
    if not unsaved(board.cells, draft.fields):
        return
    board.draft = draft
    if "draft" in request.GET:
        fill(board.cells, draft.fields)


def show(request, board, *, refusals=(), typed=None, status=200):
    meeting, user = board.meeting, request.user
    is_editable = may_edit(meeting, user)
    context = admin.site.each_context(request) | {
        "opts": Meeting._meta,
        "title": name_of_meeting(meeting),
        "board": board,
        "meeting": meeting,
        "base": base_of(board.cells),
        "is_editable": is_editable,
        "may_decide": is_editable and user.has_perm("council.adopt_decision"),
        "steps": steps_of(meeting, user),
        "refusals": refusals,
        "conflicts": conflicts(board.cells),
        "is_clean": is_clean(board.cells),
        "typed": typed or {},
        "quick": (typed or {}).get("c-text", ""),
        "is_restored": "draft" in request.GET and board.draft is not None,
        "presences": Attendance.Status,
        "item_kinds": AgendaItem.Kind.choices,
        "capture_kinds": capture.Kind.choices,
        "votes": Vote.Choice.choices,
        "focus": request.GET.get("item", "") or "",
    }
    return render(request, "admin/council/editor.html", context, status=status)


def steps_of(meeting, user):
    """The steps that this person may take now, in the order of the states: (state, words on the button)."""
    following = Meeting.TRANSITIONS[meeting.state]
    return [(state, words) for state, words in STEPS.items() if state in following and user.has_perm(MAY_MOVE[state])]


@require_POST
@permission_required("council.change_meeting", raise_exception=True)
def meeting_draft(request, object_id):
    """Keep what stands in the boxes, unchecked and unsaved. Sent by the page's script after a pause in typing."""
    meeting = find_meeting(object_id, request.user)
    fields = drafts.fields_of(request.POST)
    is_kept = fields is not None and meeting.is_open
    if is_kept:
        drafts.keep(meeting=meeting, user=request.user, fields=fields)
    return JsonResponse({"kept": is_kept})


@require_POST
@permission_required("council.change_meeting", raise_exception=True)
def meeting_understand(request, object_id):
    """What the quick line would write, in words; nothing is written. One query besides the meeting's."""
    meeting = find_meeting(object_id, request.user)
    owners = owners_of(Reader(meeting, request.user).read_seats())
    asked = request.POST.get("c-kind")
    asked = capture.Kind(asked) if asked in capture.Kind.values else capture.Kind.AUTO
    found = capture.understand(request.POST.get("c-text", ""), owners=owners, held_on=meeting.held_on, asked=asked)
    return JsonResponse({"words": capture.in_words(found, owners)})
