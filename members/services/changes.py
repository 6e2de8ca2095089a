"""Changes of reviewed fields: a firm asks, the public page stays as it is, a reviewer accepts or refuses."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Section
from filing.services import record_change
from members.matching import match_key
from members.models import Firm, FirmChange, FirmReview
from members.notices.review import tell_representatives
from members.services.directory import publish_firm
from members.services.review import refuse_own, same_identifier
from members.services.states import lock_firm

State = FirmChange.State


def value_of(firm, name):
    """A reviewed field as JSON; sections by their order, which holds in every copy of the data. One query for those."""
    if name == "sections":
        return list(firm.sections.order_by("order").values_list("order", flat=True))
    return getattr(firm, name) or ""


@transaction.atomic
def ask_change(*, firm, by, values, reason=""):
    """Keep what a member asks to change. ``values``: reviewed fields as JSON; those that do not differ fall away.

    Raises ValidationError when nothing differs, when one change is open already, or the firm is no member.
    """
    firm = lock_firm(firm)
    if firm.state != Firm.State.ACTIVE:
        raise ValidationError(
            _("The firm is «%(state)s»: a change can be asked for while it is active.")
            % {"state": firm.get_state_display()},
            code="wrong_state",
        )
    before = {name: value_of(firm, name) for name in Firm.REVIEWED_FIELDS if name in values}
    after = {name: values[name] for name in before if values[name] != before[name]}
    if not after:
        raise ValidationError(_("Nothing differs from what was accepted."), code="same")
    if firm.changes.filter(state=State.PENDING).exists():
        raise ValidationError(_("A change of this firm waits for review already."), code="open")
    change = FirmChange(
        firm=firm, before={name: before[name] for name in after}, after=after, reason=reason, asked_by=by
    )
    change.full_clean(exclude=["decided_by"])
    change.save()
    record_change(change, by=by, old="", new=State.PENDING)
    return change


@transaction.atomic
def withdraw_change(*, change, by):
    """The firm takes its open change back. Raises ValidationError when it was decided meanwhile."""
    lock_firm(change.firm)
    return decide(change, by=by, state=State.WITHDRAWN)


@transaction.atomic
def refuse_change(*, change, by, message):
    """The firm stays as it was and reads why. Raises ValidationError."""
    firm = lock_firm(change.firm)
    refuse_own(firm, by)
    if not message.strip():
        raise ValidationError({"message": _("Write what the firm is to read.")}, code="letter")
    decide(change, by=by, state=State.REFUSED, message=message)
    return tell(firm, FirmReview.Act.CHANGE_REFUSED, by=by, message=message)


@transaction.atomic
def accept_change(*, change, by, message=""):
    """The firm's fields become what was asked, and the directory shows them. Raises ValidationError."""
    firm = lock_firm(change.firm)
    refuse_own(firm, by)
    change = decide(change, by=by, state=State.ACCEPTED, message=message)
    if any(value_of(firm, name) != value for name, value in change.before.items()):
        raise ValidationError(
            _("The firm has changed since this was asked. Refuse the change and have it asked again."), code="stale"
        )
    try:
        with transaction.atomic():
            apply(firm, change.after)
    except IntegrityError as error:
        raise same_identifier() from error
    publish_firm(firm)
    return tell(firm, FirmReview.Act.CHANGE_ACCEPTED, by=by, message=message)


def decide(change, *, by, state, message=""):
    """Close an open change once, whoever comes second; gives the fresh row."""
    now = timezone.now()
    rows = FirmChange.objects.filter(pk=change.pk, state=State.PENDING)
    if not rows.update(state=state, decided_by=by, decided_at=now, message=message):
        raise ValidationError(decided_words(FirmChange.objects.select_related("decided_by").get(pk=change.pk)))
    change = FirmChange.objects.get(pk=change.pk)
    record_change(change, by=by, old=State.PENDING, new=state)
    return change


def decided_words(change):
    return _("Already decided by %(who)s: %(state)s. Nothing of yours was recorded or sent.") % {
        "who": change.decided_by or _("the portal"),
        "state": change.get_state_display(),
    }


def apply(firm, after):
    """Write the accepted values to a locked firm; other firms may have taken the identifier: ValidationError."""
    for name in set(after) - {"sections"}:
        setattr(firm, name, after[name] or (None if firm._meta.get_field(name).null else ""))
    firm.match_key = match_key(firm.name)
    firm.row_version += 1
    firm.full_clean()
    firm.save()
    if "sections" in after:
        firm.sections.set(Section.objects.filter(order__in=after["sections"]))


def tell(firm, act, *, by, message):
    """The line in the firm's history, and its letters."""
    review = FirmReview.objects.create(firm=firm, round=firm.round, act=act, message=message, by=by)
    tell_representatives(review)
    return review
