"""The desk of a council member. Works without script; never kept by a shared cache."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from council import services
from council.desk.forms import AnswerForm, CommentForm, ReportForm
from council.desk.reading import read_desk, seats_of
from council.models import ActionItem, AgendaItem, Comment, Invitation, Seat
from persian.jalali import today


@require_safe
@login_required
@never_cache
def member_desk(request):
    return show(request)


def show(request, status=200, **typed):
    """The desk; ``typed`` carries a form that was refused, with the key of what it belongs to."""
    rows = read_desk(request.user)
    if not rows.seats:
        raise PermissionDenied
    context = {"room": "council", "rows": rows, "typed": typed, "answers": AnswerForm.base_fields["answer"].choices}
    context["key"] = uuid.uuid4().hex
    return render(request, "council/desk.html", context, status=status)


@require_POST
@login_required
@never_cache
def desk_answer(request, pk):
    """The answer to one's own invitation."""
    invitation = get_object_or_404(Invitation, pk=pk, seat__in=seats_of(request.user))
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer_invitation(invitation=invitation, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you, your answer is noted."))
            return back(f"meeting-{invitation.meeting_id}")
    return show(request, 422, answer=form, invitation=invitation.pk)


@require_POST
@login_required
@never_cache
def desk_comment(request, pk):
    """A comment on an item of a meeting to come. The same post twice is one comment."""
    if not request.user.has_perm("council.add_comment"):
        raise PermissionDenied
    item = get_object_or_404(AgendaItem.objects.select_related("meeting__year"), pk=pk)
    seat = speaking_seat(request.user, item.meeting.held_on)
    if seat is None:
        raise PermissionDenied
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            services.write_comment(agenda_item=item, seat=seat, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your comment stands at the item; the secretary sees it."))
            return back(f"item-{item.pk}")
    return show(request, 422, comment=form, item=item.pk)


def speaking_seat(user, day):
    """The seat that a person speaks from on a day; first one of an institution, whose remark it may become."""
    seats = Seat.objects.in_force(day).filter(user=user)
    return seats.order_by(F("institution").asc(nulls_last=True), "pk").first()


@require_POST
@login_required
@never_cache
def desk_comment_drop(request, pk):
    """Take one's own comment back."""
    comment = Comment.objects.filter(pk=pk, seat__user=request.user).select_related("agenda_item__meeting").first()
    if comment is None:
        raise Http404
    try:
        services.drop_comment(comment=comment, by=request.user)
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
    return back(f"item-{comment.agenda_item_id}")


@require_POST
@login_required
@never_cache
def desk_report(request, pk):
    """The owner says that an action item is done; the facilitator closes it."""
    item = get_object_or_404(ActionItem.objects.owned_by(request.user, today()), pk=pk)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            services.report_done(item=item, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your report is noted. The facilitator reads it and closes the item."))
            return back("h-actions")
    return show(request, 422, report=form, action=item.pk)


def back(anchor):
    return redirect(f"{reverse('council:desk')}#{anchor}")
