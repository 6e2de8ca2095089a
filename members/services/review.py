"""What reviewers do with a firm: each act is one transaction under the firm's lock, with its letters in the outbox."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from members.checklist import CHECKS, OTHER_FIRM, RIGHT, found
from members.models import Firm, FirmReview
from members.models.firm import CONFIRMED_FOR
from members.notices.review import tell_representatives
from members.services.directory import publish_firm
from members.services.duplicates import possible_duplicates
from members.services.states import lock_firm, move_firm
from persian.jalali import format_moment, today

Act, State = FirmReview.Act, Firm.State


class AlreadyDecided(ValidationError):  # noqa: N818  (what happened, not a fault)
    """Somebody else acted on the firm since this page was shown; ``review`` is what they did, or None."""

    def __init__(self, firm):
        self.review = firm.reviews.select_related("by").last()
        super().__init__(self._words(), code="decided")

    def _words(self):
        if self.review is None:
            return _("The firm has changed since you opened this page. Nothing was sent.")
        return _("Already decided by %(who)s on %(when)s: %(act)s. Nothing of yours was recorded or sent.") % {
            "who": self.review.by or _("the portal"),
            "when": format_moment(self.review.at),
            "act": self.review.get_act_display(),
        }


def hold_for_review(firm, *, by, seen):
    """The locked firm, as the reviewer saw it. Raises ValidationError for one's own firm, AlreadyDecided when late.

    ``seen``: the ``row_version`` that the page showed.
    """
    firm = lock_firm(firm)
    refuse_own(firm, by)
    if firm.row_version != seen or firm.state != State.APPLIED:
        raise AlreadyDecided(firm)
    return firm


def refuse_own(firm, by):
    """Nobody reviews a firm for which they act or ever acted. Raises ValidationError."""
    if firm.representatives.filter(user=by).exists():
        raise ValidationError(_("You act or acted for this firm: somebody else reviews it."), code="own")


def refuse_second_judgement(firm, by):
    """Who rejected the application before this one does not decide on this one. Raises ValidationError."""
    before = FirmReview.objects.filter(firm=firm, round=firm.round - 1, act=Act.REJECTED, by=by)
    if before.exists():
        raise ValidationError(
            _("You rejected this firm's application before: somebody else decides on this one."), code="second"
        )


def require_everything_checked(firm, checklist):
    """Every check right, every look-alike another firm. Raises ValidationError."""
    checks, others = found(checklist, "check"), found(checklist, "look_alike")
    if any(checks.get(check) != RIGHT for check in CHECKS):
        raise ValidationError(_("A firm is approved when every check is «right»."), code="unchecked")
    for other in possible_duplicates(firm):
        if others.get(other.tracking_code) != OTHER_FIRM:
            raise ValidationError(
                _("Say of «%(firm)s» that it is another firm, or reject the application.") % {"firm": other},
                code="look_alike",
            )


@transaction.atomic
def ask_for_more(*, firm, by, seen, message, reasons=(), note="", checklist=()):
    """The firm is told what is missing and has the next word. Raises ValidationError."""
    firm = hold_for_review(firm, by=by, seen=seen)
    require_letter(message)
    return told(
        move_firm(
            firm, state=State.MORE_INFORMATION, act=Act.ASKED, by=by,
            message=message, reasons=reasons, note=note, checklist=checklist,
        )
    )  # fmt: skip


@transaction.atomic
def reject_firm(*, firm, by, seen, message, reasons=(), note="", checklist=()):
    """The application ends here, with reasons; the firm may apply again. Raises ValidationError."""
    firm = hold_for_review(firm, by=by, seen=seen)
    refuse_second_judgement(firm, by)
    if not reasons:
        raise ValidationError(_("Choose at least one reason for the rejection."), code="reasons")
    require_letter(message)
    return told(
        move_firm(
            firm, state=State.REJECTED, act=Act.REJECTED, by=by,
            message=message, reasons=reasons, note=note, checklist=checklist,
        )
    )  # fmt: skip


@transaction.atomic
def approve_firm(*, firm, by, seen, message="", note="", checklist=()):
    """The firm is a member from today, its profile fresh for a year, and in the directory if it agreed to that.

    ``checklist``: ``{"check": …, "found": "right"}`` and ``{"look_alike": tracking code, "found": "other"}``. Raises
    ValidationError unless every check is right and every look-alike settled.
    """
    firm = hold_for_review(firm, by=by, seen=seen)
    refuse_second_judgement(firm, by)
    require_everything_checked(firm, checklist)
    firm.active_since = today()
    firm.confirmed_until = firm.active_since + CONFIRMED_FOR
    try:
        with transaction.atomic():
            review = move_firm(
                firm, state=State.ACTIVE, act=Act.APPROVED, by=by, message=message, note=note, checklist=checklist
            )
    except IntegrityError as error:
        raise same_identifier() from error
    publish_firm(firm)
    return told(review)


def same_identifier():
    return ValidationError(_("Another active firm has this national ID."), code="same_identifier")


def require_letter(message):
    if not message.strip():
        raise ValidationError({"message": _("Write what the firm is to read.")}, code="letter")


def told(review):
    tell_representatives(review)
    return review


@transaction.atomic
def suspend_firm(*, firm, by, reason):
    """Out of the directory until it is resumed; the firm reads the reason. Raises ValidationError."""
    return standing(firm, by, state=State.SUSPENDED, act=Act.SUSPENDED, reason=reason)


@transaction.atomic
def resume_firm(*, firm, by, reason):
    """A suspended firm is active again. Raises ValidationError."""
    try:
        with transaction.atomic():
            return standing(firm, by, state=State.ACTIVE, act=Act.RESUMED, reason=reason, only_from=State.SUSPENDED)
    except IntegrityError as error:
        raise same_identifier() from error


def standing(firm, by, *, state, act, reason, only_from=None):
    """One step of a member's standing, with its reason in the letter and the directory brought up to it."""
    firm = lock_firm(firm)
    refuse_own(firm, by)
    if only_from and firm.state != only_from:
        raise ValidationError(_("The firm is «%(state)s».") % {"state": firm.get_state_display()}, code="wrong_state")
    require_reason(reason)
    review = move_firm(firm, state=state, act=act, by=by, message=reason)
    publish_firm(firm)
    return told(review)


def require_reason(reason):
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; the firm reads it.")}, code="reason")
