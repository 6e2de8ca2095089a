"""A draft becomes an application: firm, documents, review row, representative and letter in one transaction."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.roles import FIRM_REPRESENTATIVE
from accounts.services import open_account, vouch_for
from members.codes import new_code
from members.matching import match_key
from members.models import Firm, FirmDocument, FirmReview, RegistrationDraft, Representative
from members.notices.registration import send_tracking_code
from members.services.drafts import AlreadySent, StepChanged
from members.services.states import lock_firm, move_firm

State, Act = Firm.State, FirmReview.Act
RESERVED_SLUGS = {"register", "desk", "networks", "confirm", "firms.csv"}  # see members/urls.py
FIELDS = (
    "name", "name_en", "legal_kind", "national_id", "licence_number", "guild", "founded", "city", "address",
    "postal_code", "size", "about", "about_en", "website", "contact_person", "contact_email", "contact_phone",
    "is_listed", *Firm.CONSENTS,
)  # fmt: skip


def send_draft(*, draft, values, message=""):
    """What sending means for this draft: a first application, an answer, or an application once more.

    ``values``: the clean values of all steps, checked by the caller as they stood at ``draft.row_version``. Gives the
    firm. Raises AlreadySent, StepChanged when something was changed since, ValidationError.
    """
    if draft.firm_id is None:
        return submit_registration(draft=draft, values=values)
    if draft.firm.state == State.MORE_INFORMATION:
        return answer_request(draft=draft, values=values, message=message)
    return apply_again(draft=draft, values=values, message=message)


@transaction.atomic
def submit_registration(*, draft, values):
    """The first application. The contact's account, there or new, represents the firm. Raises as ``send_draft()``."""
    claim_draft(draft)
    user = account_of(draft.contact, full_name=values["contact_person"], language=draft.language)
    firm = new_firm(values, language=draft.language)
    draft.firm = firm
    draft.save(update_fields=["firm"])
    take_documents(draft, firm, by=user)
    represent(firm, user, position=values.get("position", ""))
    firm.applied_at = timezone.now()
    move_firm(firm, state=State.APPLIED, act=Act.APPLIED, by=user)
    send_tracking_code(firm, draft.contact)
    return firm


@transaction.atomic
def answer_request(*, draft, values, message=""):
    """What was asked is sent: the application goes back to its place in the queue. Raises as ``send_draft()``."""
    return apply(draft, values, message=message, act=Act.ANSWERED, only_from=State.MORE_INFORMATION)


@transaction.atomic
def apply_again(*, draft, values, message=""):
    """A rejected firm applies once more, at the end of the queue. Raises as ``send_draft()``."""
    return apply(draft, values, message=message, act=Act.APPLIED_AGAIN, only_from=State.REJECTED)


def apply(draft, values, *, message, act, only_from):
    claim_draft(draft)
    firm, by = lock_firm(draft.firm), get_user_model().objects.find(draft.contact)
    require_representative(firm, by)
    if firm.state != only_from:
        raise ValidationError(
            _("The application is «%(state)s» now: nothing can be sent.") % {"state": firm.get_state_display()},
            code="wrong_state",
        )
    write_firm(firm, values)
    take_documents(draft, firm, by=by)
    if act == Act.APPLIED_AGAIN:
        firm.round += 1
        firm.applied_at = timezone.now()
    move_firm(firm, state=State.APPLIED, act=act, by=by, message=message)
    if act == Act.APPLIED_AGAIN:
        send_tracking_code(firm, draft.contact)
    return firm


@transaction.atomic
def reopen_application(*, firm, by, payload):
    """A draft with the firm's values, to answer what was asked or to apply again. The open one of this person first.

    Raises ValidationError when nothing is asked and nothing was rejected.
    """
    firm = lock_firm(firm)
    require_representative(firm, by)
    if firm.state not in (State.MORE_INFORMATION, State.REJECTED):
        raise ValidationError(
            _("The application is «%(state)s» now: nothing can be sent.") % {"state": firm.get_state_display()},
            code="wrong_state",
        )
    contact = by.email or by.mobile
    found = firm.drafts.filter(sent_at=None, contact=contact).first()
    return found or RegistrationDraft.objects.create(
        firm=firm, contact=contact, confirmed_at=timezone.now(), payload=payload, language=firm.language
    )


def require_representative(firm, user):
    if user is None or not Representative.objects.current().filter(firm=firm, user=user).exists():
        raise ValidationError(_("You do not act for this firm."), code="not_representative")


def claim_draft(draft):
    """Of two who send at once one wins; only a confirmed draft, and only as it was checked, is sent.

    What was typed now stands in the firm: the draft forgets it. Raises AlreadySent, StepChanged.
    """
    rows = RegistrationDraft.objects.filter(pk=draft.pk, sent_at=None, confirmed_at__isnull=False)
    if not rows.filter(row_version=draft.row_version).update(sent_at=timezone.now(), payload={}, code_hash=""):
        fresh = RegistrationDraft.objects.select_related("firm").get(pk=draft.pk)
        raise AlreadySent(fresh) if fresh.sent_at else StepChanged()
    draft.refresh_from_db()


def new_firm(values, *, language):
    code = new_code()
    return write_firm(Firm(tracking_code=code, slug=slug_for(values["name_en"], code), language=language), values)


def slug_for(name_en, code):
    """The address of the firm's page, for good: the English name where it is free, else the tracking code."""
    slug = slugify(name_en)[:80].strip("-")
    if not slug or slug in RESERVED_SLUGS or Firm.objects.filter(slug=slug).exists():
        return code.lower()
    return slug


def write_firm(firm, values):
    """The values of the form and no other, without the other legal kind's identifier. Raises ValidationError."""
    for name in FIELDS:
        setattr(firm, name, values[name])
    if firm.legal_kind == Firm.LegalKind.COMPANY:
        firm.licence_number, firm.guild = None, ""
    else:
        firm.national_id = None
    firm.match_key = match_key(firm.name)
    firm.full_clean()
    save_firm(firm)
    firm.sections.set(values["sections"])
    firm.capabilities.set(values["capabilities"])
    return firm


def save_firm(firm):
    """Of two new firms with one English name at once the second stands under its tracking code."""
    try:
        with transaction.atomic():
            firm.save()
    except IntegrityError:
        if firm.pk is not None:
            raise
        firm.slug = firm.tracking_code.lower()
        firm.save()


def take_documents(draft, firm, *, by):
    FirmDocument.objects.filter(draft=draft, firm=None).update(firm=firm, added_by=by)


def account_of(contact, *, full_name, language):
    """The account of a contact that was just proved, else a new one. Of two at once both get the same one."""
    try:
        with transaction.atomic():
            user = open_account(identifier=contact, full_name=full_name)
            user.language = language
            user.save(update_fields=["language"])
            return user
    except (ValidationError, IntegrityError):
        user = get_user_model().objects.find(contact)
        if user is None:
            raise
    take_over(user, contact)
    return user


def take_over(user, contact):
    """An account whose address nobody had proved until now: a password that somebody set there opens it no more."""
    is_proved = (
        user.emailaddress_set.filter(email=contact, verified=True).exists()
        if "@" in contact
        else user.is_mobile_verified
    )
    if not is_proved:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        vouch_for(user)


def represent(firm, user, *, position):
    Representative.objects.create(firm=firm, user=user, position=position)
    user.groups.add(Group.objects.get_or_create(name=FIRM_REPRESENTATIVE)[0])
