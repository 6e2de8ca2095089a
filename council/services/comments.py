"""Before a meeting members answer the invitation and comment on the agenda; the secretary takes comments over."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Comment, Invitation, Meeting, Remark, Seat
from council.services.invitations import last_round
from council.services.locks import hold_meeting, raise_version, require_open
from filing.services import claim_key, record_change
from persian.jalali import today

BEFORE = (Meeting.State.DRAFT, Meeting.State.CALLED)
Answer = Invitation.Answer


@transaction.atomic
def answer_invitation(*, invitation, answer, by, alternate=""):
    """Say whether one comes; it may be changed until the meeting is held. Raises ValidationError at the field.

    Only who holds the seat answers, and only the newest round: an answer to a day that was moved says nothing. Who
    holds two seats was asked once and answers once, for both.
    """
    meeting = hold_meeting(invitation.meeting)
    if meeting.state != Meeting.State.CALLED:
        raise ValidationError(_("This meeting takes no answers any more."))
    held = Seat.objects.in_force(today()).filter(user=by).values("pk")
    rows = meeting.invitations.select_for_update(of=("self",)).select_related("meeting__year", "seat").order_by("pk")
    rows = list(rows.filter(round=invitation.round, seat__in=held))
    if invitation.pk not in {row.pk for row in rows}:
        raise ValidationError(_("Only who holds the seat today answers its invitation."), code="seat")
    if invitation.round != last_round(meeting):
        raise ValidationError(_("The meeting was called again since: answer the newest invitation."), code="round")
    if answer not in (Answer.COMING, Answer.ALTERNATE, Answer.APOLOGY):
        raise ValidationError({"answer": _("Choose one of the three answers.")})
    if answer == Answer.ALTERNATE and not alternate.strip():
        raise ValidationError({"alternate": _("Write who sits in for you.")})
    for row in rows:
        note_answer(row, answer, alternate if answer == Answer.ALTERNATE else "", by)
    return next(row for row in rows if row.pk == invitation.pk)


def note_answer(invitation, answer, alternate, by):
    old, invitation.answer, invitation.alternate = invitation.answer, answer, alternate
    invitation.answered_at = timezone.now()
    invitation.full_clean()
    invitation.save(update_fields=["answer", "alternate", "answered_at"])
    record_change(invitation, by=by, old=old, new=answer)


@transaction.atomic
def write_comment(*, agenda_item, seat, text, by, key=""):
    """A member's words on an item, before the meeting, from the seat that they hold on its day.

    ``key``: that of the form; a form that was sent twice writes once, and None is given for the second. Raises
    ValidationError.
    """
    meeting = hold_meeting(agenda_item.meeting)
    require_before(meeting)
    if not Seat.objects.in_force(meeting.held_on).filter(pk=seat.pk, user=by).exists():
        raise ValidationError(_("Only who holds a seat on the day of the meeting comments on its agenda."), code="seat")
    if key and not claim_key(key=key_for(key, by, agenda_item), action="comment", user=by)[1]:
        return None
    comment = Comment(agenda_item=agenda_item, seat=seat, text=text)
    comment.full_clean()
    comment.save()
    return comment


def key_for(key, by, agenda_item):
    """64 characters, whatever the browser sent as the form's key; one person's key is nobody else's."""
    return hashlib.sha256(f"{key}/{by.pk}/{agenda_item.pk}".encode()).hexdigest()


@transaction.atomic
def drop_comment(*, comment, by):
    """Take one's own words back, as long as they are no remark. Raises ValidationError."""
    require_before(hold_meeting(comment.agenda_item.meeting))
    comment = Comment.objects.select_for_update(of=("self",)).select_related("seat").filter(pk=comment.pk).first()
    if comment is None:
        return
    if comment.seat.user_id != by.pk:
        raise ValidationError(_("Everybody takes back their own words only."), code="seat")
    if comment.remark_id:
        raise ValidationError(_("The secretary took this over into the minutes: it stands there now."))
    comment.delete()


def require_before(meeting):
    if meeting.state not in BEFORE:
        raise ValidationError(_("Comments are written before the meeting. In the meeting, ask for the floor."))


@transaction.atomic
def take_over_comment(*, comment, by):
    """Make the comment a remark of the seat's institution, once; after another remark it follows on a new line."""
    meeting = hold_meeting(comment.agenda_item.meeting)
    require_open(meeting)
    comment = Comment.objects.select_for_update(of=("self",)).select_related("seat__institution").get(pk=comment.pk)
    if comment.remark_id:
        raise ValidationError(_("This comment was taken over already."))
    institution = comment.seat.institution
    if institution is None:
        raise ValidationError(
            _("The seat of %(person)s stands for no institution: write it into the item's text instead.")
            % {"person": comment.seat.shown_person}
        )
    remark = Remark.objects.filter(agenda_item=comment.agenda_item_id, institution=institution).first()
    remark = remark or Remark(agenda_item=comment.agenda_item, institution=institution)
    remark.text = f"{remark.text}\n{comment.text}".strip()
    remark.full_clean()
    remark.save()
    comment.remark = remark
    comment.save(update_fields=["remark"])
    raise_version(meeting)
    return remark
