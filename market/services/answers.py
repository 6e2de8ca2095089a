"""A firm answers a need, changes its answer, takes it back: until the deadline, and nobody else reads it before."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import InstitutionAgent
from filing.made import remove_made
from filing.services import record_change
from filing.uploads import store_file
from market.models import NeedAnswer, NeedLetters
from market.models.need import POST
from market.services.needs import lock_need
from members.models import Firm
from members.services.states import lock_firm
from persian.jalali import format_moment

State = NeedAnswer.State
WORDS = {True: "letters wanted", False: "no letters"}


@transaction.atomic
def file_answer(*, need, firm, text, by, price=None, upload=None, drop_file=False, seen=None):
    """Write or change the firm's answer. ``seen``: the version that the form showed, None for none.

    Raises ValidationError: after the deadline, for a firm that is no active member, for who acts for the buyer, and
    when a colleague changed the answer meanwhile.
    """
    need = lock_need(need)
    require_open(need)
    require_able(need, lock_firm(firm), by)
    answer = NeedAnswer.objects.filter(need=need, firm=firm).first()
    require_seen(answer, seen)
    old = answer.state if answer else ""
    answer = answer or NeedAnswer(need=need, firm=firm, filed_by=by)
    answer.text, answer.price, answer.state = text, price, State.SUBMITTED
    answer.filed_by, answer.changed_at = by, timezone.now()
    answer.row_version += 1
    kept = answer.file
    if upload or drop_file:
        answer.file = stored(upload, by=by, is_sample=need.is_sample) if upload else None
    answer.full_clean()
    answer.save()
    if kept and answer.file_id != kept.pk:
        remove_made([kept])
    record_change(answer, by=by, old=old, new=State.SUBMITTED)
    return answer


@transaction.atomic
def withdraw_answer(*, answer, by):
    """Take an answer back before the deadline; it can be sent again. Raises ValidationError."""
    need = lock_need(answer.need)
    require_open(need)
    answer = NeedAnswer.objects.select_related("need").get(pk=answer.pk)
    if State.WITHDRAWN not in NeedAnswer.TRANSITIONS[answer.state]:
        raise ValidationError(_("This answer was withdrawn already."), code="wrong_state")
    old, answer.state = answer.state, State.WITHDRAWN
    answer.changed_at = timezone.now()
    answer.row_version += 1
    answer.save(update_fields=["state", "changed_at", "row_version"])
    record_change(answer, by=by, old=old, new=answer.state)
    return answer


def require_open(need):
    """Raises ValidationError when the need cannot be answered at this moment."""
    if need.state == need.State.OPEN and not need.is_open:
        text = _("The deadline was %(deadline)s. Answers are neither taken nor changed any more.")
        raise ValidationError(text % {"deadline": format_moment(need.deadline)}, code="over")
    if not need.is_open:
        text = _("The need is «%(state)s»: it cannot be answered.")
        raise ValidationError(text % {"state": need.get_state_display()}, code="wrong_state")


def require_able(need, firm, by):
    """Raises ValidationError unless the firm is an active member and this person is not on the buyer's side too."""
    if firm.state != Firm.State.ACTIVE:
        text = _("The firm is «%(state)s»: only active members answer needs.")
        raise ValidationError(text % {"state": firm.get_state_display()}, code="not_active")
    if stands_with_buyer(need, by):
        text = _("You act for the buyer: a colleague of your firm answers.")
        raise ValidationError(text, code="interest")


def stands_with_buyer(need, user):
    """Whether this person reads the answers to the need: acts for its buyer, or posts for buyers. At most one query."""
    return user.has_perm(POST) or (
        InstitutionAgent.objects.current().filter(user=user, institution=need.institution_id).exists()
    )


def require_seen(answer, seen):
    """Raises ValidationError when the answer is another than the one that the form showed."""
    if (answer.row_version if answer else None) != seen:
        text = _(
            "The answer was changed after this page was opened, by you or a colleague. It stands above as it is now; "
            "what you typed stands below and was not saved. Compare: sending again replaces the one above."
        )
        raise ValidationError(text, code="changed")


def stored(upload, *, by, is_sample):
    """The file under a name that says nothing: lists of files are read by people who may not read the answer."""
    upload.name = f"answer{PurePath(upload.name).suffix}"
    return store_file(upload, by=by, is_sample=is_sample)


@transaction.atomic
def set_letters(*, firm, is_on, by=None):
    """Whether the firm is written to about needs that match. ``by`` None: whoever holds the link of such a letter."""
    firm = lock_firm(firm)
    row, _made = NeedLetters.objects.get_or_create(firm=firm)
    if row.is_on != is_on:
        row.is_on, row.changed_by, row.changed_at = is_on, by, timezone.now()
        row.save(update_fields=["is_on", "changed_by", "changed_at"])
        record_change(row, by=by, old=WORDS[not is_on], new=WORDS[is_on])
    return row
