"""Before a meeting members answer the invitation and comment on the agenda; the secretary takes comments over."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Comment, Invitation, Meeting, Remark
from council.services.locks import hold_meeting, raise_version, require_open
from filing.services import record_change

BEFORE = (Meeting.State.DRAFT, Meeting.State.CALLED)
Answer = Invitation.Answer


@transaction.atomic
def answer_invitation(*, invitation, answer, by, alternate=""):
    """Say whether one comes; it may be changed until the meeting is held. Raises ValidationError at the field."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("meeting__year", "seat").get(pk=invitation.pk)
    )
    if invitation.meeting.state != Meeting.State.CALLED:
        raise ValidationError(_("This meeting takes no answers any more."))
    if answer not in (Answer.COMING, Answer.ALTERNATE, Answer.APOLOGY):
        raise ValidationError({"answer": _("Choose one of the three answers.")})
    if answer == Answer.ALTERNATE and not alternate.strip():
        raise ValidationError({"alternate": _("Write who sits in for you.")})
    old, invitation.answer = invitation.answer, answer
    invitation.alternate = alternate if answer == Answer.ALTERNATE else ""
    invitation.answered_at = timezone.now()
    invitation.full_clean()
    invitation.save(update_fields=["answer", "alternate", "answered_at"])
    record_change(invitation, by=by, old=old, new=answer)
    return invitation


@transaction.atomic
def write_comment(*, agenda_item, seat, text, by):
    """A member's words on an item, before the meeting. Raises ValidationError."""
    require_before(agenda_item)
    comment = Comment(agenda_item=agenda_item, seat=seat, text=text)
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def drop_comment(*, comment, by):
    """Take one's own words back, as long as they are no remark."""
    require_before(comment.agenda_item)
    if comment.remark_id:
        raise ValidationError(_("The secretary took this over into the minutes: it stands there now."))
    comment.delete()


def require_before(agenda_item):
    if agenda_item.meeting.state not in BEFORE:
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
