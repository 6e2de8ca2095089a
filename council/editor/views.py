"""The pages of the editor: the board itself, and the place to which its script sends drafts."""

import re

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from council.editor import capture, drafts
from council.editor.acts import MAY_MOVE, SETTLE, number, perform
from council.editor.cells import BASE, base_of, conflicts, fill, unsaved
from council.editor.leftovers import leftovers, unsaved_texts
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
RECEIPT = re.compile(r"[a-z0-9]{1,20}")  # what the script names a form that it sends


def name_of_meeting(meeting):
    """«نشست ۱ سال ۱۴۰۳»."""
    words = _("Meeting %(number)s of the year %(year)s")
    return words % {"number": localised(meeting.number), "year": localised(meeting.year.year)}


def find_meeting(pk, user):
    """The meeting with its rule and this person's draft of it. One query."""
    drafts_of = EditorDraft.objects.filter(meeting=OuterRef("pk"), user=user)
    meetings = Meeting.objects.select_related("year", "source").annotate(
        draft=Subquery(drafts_of.values("fields")), drafted_at=Subquery(drafts_of.values("saved_at"))
    )
    return get_object_or_404(with_rule(meetings), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("council.view_meeting", raise_exception=True)
def meeting_board(request, object_id):
    """The meeting on one screen. A POST saves the whole form, then does what its button says."""
    meeting = find_meeting(object_id, request.user)
    if request.method == "POST":
        return save(request, meeting)
    if drafts.unstash(request, meeting):
        meeting = find_meeting(object_id, request.user)
    board = Reader(meeting, request.user).read(number(request.GET.get("item", "")))
    if meeting.draft and request.user.has_perm("council.change_meeting"):
        offer_draft(board, meeting.draft, puts_back="draft" in request.GET)
    return show(request, board)


def may_edit(meeting, user):
    return meeting.is_open and user.has_perm("council.change_meeting")


def save(request, meeting):
    """Save, act, and return to the place; what could not be saved is shown again with the reason."""
    act = request.POST.get("act", "save")
    if not request.user.has_perm("council.change_meeting") or (act.startswith("move-") and not meeting.is_open):
        return step_only(request, meeting)
    if request.POST.get("who", str(request.user.pk)) != str(request.user.pk):
        messages.error(request, _("This page was opened by somebody else. Nothing of it was saved."))
        return back(meeting, "desk")
    if act == "discard":
        drafts.drop(meeting=meeting, user=request.user)
        return back(meeting, "desk")
    try:
        board = save_form(
            meeting=meeting, posted=request.POST, by=request.user, current=number(request.POST.get("c-item", ""))
        )
    except ValidationError as refusal:
        return closed_meanwhile(request, meeting, refusal)
    if not board.is_saved:
        return sent_back(request, board, refusals=board.refusals)
    drafts.settle(meeting=meeting, user=request.user, posted=request.POST, used=())
    return act_on(request, board, act)


def act_on(request, board, act):
    """Do what the button says, now that the form is saved; a refusal shows the page again, with all that was typed."""
    meeting, current = board.meeting, number(request.POST.get("c-item", ""))
    if act == "save":
        messages.success(request, _("Saved."))
        return back(meeting, request.POST.get("at") or "desk", current, request.POST.get("sent"))
    try:
        with transaction.atomic():
            anchor = perform(act, board=board, posted=request.POST, by=request.user)
    except ValidationError as refusal:
        return sent_back(request, board, refusals=refusal.messages)
    if board.refused_decisions:
        return sent_back(request, board)
    drafts.settle(meeting=meeting, user=request.user, posted=request.POST, used=taken_by(act))
    tell(request, act, board)
    return back(meeting, anchor, stays_current(act, anchor, board, current), request.POST.get("sent"))


def taken_by(act):
    """The boxes beside buttons that an act took."""
    verb, _dash, key = act.partition("-")
    if verb in SETTLE or verb == "adopt":
        return {f"dec-{key}-why"}
    return {"capture": {"c-text"}, "move-cancelled": {"why"}}.get(act, set())


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


def sent_back(request, board, refusals=()):
    """The page again, with what was not saved in its boxes; the same is kept as the draft, for a tab that is closed."""
    posted = request.POST
    board = again(board, request.user, number(posted.get("c-item", "")))
    board.fill_loose(drafts.fields_of(posted) or {})
    fields = {cell.name: cell.typed for cell in board.cells if cell.typed is not None}
    fields |= {one.name: one.text for one in board.leftovers} | drafts.loose(posted) | {BASE: base_of(board.cells)}
    board.is_pending = bool(posted.get(drafts.PENDING))
    drafts.keep(meeting=board.meeting, user=request.user, fields=fields, is_pending=board.is_pending)
    return show(request, board, refusals=refusals, status=SENT_BACK)


def again(board, user, current):
    """The board as it stands after a save that kept something back: fresh rows, with what is unsaved in its box."""
    fresh = Reader(find_meeting(board.meeting.pk, user), user).read(current)
    kept = {cell.name: cell for cell in board.cells if cell.is_held}
    for cell in fresh.cells:
        if cell.name in kept:
            old = kept[cell.name]
            cell.typed, cell.errors, cell.theirs, cell.is_refused = old.typed, old.errors, old.theirs, old.is_refused
    errors = {line.decision.pk: line.errors for line in board.refused_decisions}
    for item in fresh.items:
        for line in item.decisions:
            line.errors = errors.get(line.decision.pk, [])
    fresh.leftovers = board.leftovers
    return fresh


def closed_meanwhile(request, meeting, refusal):
    """The minutes were confirmed while somebody wrote: nothing is saved, what was typed is kept and shown."""
    fields = drafts.fields_of(request.POST)
    if fields:
        is_pending = bool(request.POST.get(drafts.PENDING))
        drafts.keep(meeting=meeting, user=request.user, fields=fields, is_pending=is_pending)
    for message in refusal.messages:
        messages.error(request, message)
    return back(meeting, "desk", sent=request.POST.get("sent"))


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


def back(meeting, anchor, current=None, sent=None):
    """The same page again at the place where the button was; the item in work stays the one it was.

    ``sent`` goes back to the script that sent the form: what it kept in the browser has arrived.
    """
    values = {"item": current, "saved": sent if sent and RECEIPT.fullmatch(sent) else None}
    query = urlencode({name: value for name, value in values.items() if value})
    address = reverse("admin:council_meeting_board", args=[meeting.pk])
    return redirect(f"{address}{query and '?'}{query}#{anchor}")


def offer_draft(board, fields, *, puts_back):
    """Say that something typed was never saved; put it into the boxes when that is asked for.

    What stands beside buttons is put back unasked. Once the minutes are closed the texts are shown to be copied.
    """
    if not board.meeting.is_open:
        board.leftovers = unsaved_texts(board.cells, fields)
        return
    board.fill_loose(drafts.loose(fields))
    gone = leftovers(board.cells, fields)
    ended = [row for row in board.earlier if fields.get(f"carry-{row.pk}", row.state) != row.state]
    if not (unsaved(board.cells, fields) or gone or ended):
        return
    board.draft, board.is_pending = fields, not puts_back
    if puts_back:
        fill(board.cells, fields)
        board.leftovers = gone
        board.fill_loose(fields)


def show(request, board, *, refusals=(), status=200):
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
        "is_restored": board.draft is not None and not board.is_pending,
        "is_sent_back": status == SENT_BACK,
        "quick": board.quick,
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
    is_own = request.POST.get("who", str(request.user.pk)) == str(request.user.pk)
    is_kept = fields is not None and is_own
    if is_kept:
        is_pending = bool(request.POST.get(drafts.PENDING))
        drafts.keep(meeting=meeting, user=request.user, fields=fields, is_pending=is_pending)
    return JsonResponse({"kept": is_kept, "closed": not meeting.is_open})


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
