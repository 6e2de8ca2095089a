"""Who is meant: one row a person, found by address, account or firm."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import canonical, canonical_address
from accounts.personal_data import blank_letters, forget_letters, forget_log
from accounts.services import confirmed_addresses
from filing.services import record_change
from members.models import ExportJob
from members.services.exports import take_back
from persian.digits import localised
from post.models import Message
from trainings.importing.exported import PEOPLE
from trainings.models import (
    Certificate,
    CertificateJob,
    Course,
    CourseFeedback,
    Enrolment,
    EnrolmentRequest,
    Learner,
)
from trainings.models.learner import removed_address
from trainings.notices.certificates import certificate_key
from trainings.services.bundles import remove_bundles
from trainings.services.places import withdraw


@transaction.atomic
def learner_of(*, full_name, contact="", user=None, firm=None, is_sample=False):
    """The learner with this address or account, or of this firm by name; made when there is none.

    ``contact`` was confirmed by its owner, or is given by a firm or by staff, who vouch for it. The name of a person
    who is known already stays: others cannot rename them. Raises ValidationError. See ``places.enrol`` for when to
    call it.
    """
    contact = canonical_address(contact) if contact else ""
    if not (contact or user or firm):
        text = _("Give an e-mail address, a mobile number, or the firm that sends the person.")
        raise ValidationError({"email": text}, code="required")
    who = {"full_name": full_name, "contact": contact, "user": user, "firm": firm}
    found = find_learner_row(**who)
    if found:
        return tie_to(found, user)
    made = Learner(full_name=full_name, user=user or owner_of(contact), added_by_firm=firm, is_sample=is_sample)
    made.language = user.language if user else get_language()
    for field, value in addresses(contact, user).items():
        if not Learner.objects.filter(**{field: value}).exists():  # what another account's learner has, stays theirs
            setattr(made, field, value)
    made.full_clean(validate_unique=False, validate_constraints=False, exclude=["user"])
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same person at the same moment through another door
        found = find_learner_row(**who)
        if found is None:
            raise
        return found
    return made


def addresses(contact, user):
    """What the row keeps: what was given, else the addresses that the account has confirmed."""
    if contact:
        return canonical(contact)
    confirmed = confirmed_addresses(user) if user else ()
    return {name: getattr(user, name) for name in ("email", "mobile") if getattr(user, name, None) in confirmed}


def find_learner_row(*, full_name, contact, user, firm):
    """One row, or None: the account first, then an address, then the firm's person of this name without an address.

    A signed-in person is never taken for the owner of another account who has this address.
    """
    rows = Learner.objects.all()
    if user:
        found = rows.filter(user=user).first()
        if found:
            return found
        rows = rows.filter(user=None)
    for field, value in addresses(contact, user).items():
        found = rows.filter(**{field: value}).first()
        if found:
            return found
    if firm and not contact and not user:
        return rows.filter(added_by_firm=firm, full_name=full_name, email=None, mobile=None, user=None).first()
    return None


def owner_of(contact):
    """The account that has confirmed this address, unless it is tied to another learner already."""
    user = get_user_model().objects.find(contact) if contact else None
    if user is None or contact not in confirmed_addresses(user):
        return None
    return None if Learner.objects.filter(user=user).exists() else user


def tie_to(learner, user):
    """A person who signed in owns what was enrolled under their address before."""
    if user and learner.user_id is None:
        learner.user = user
        learner.save(update_fields=["user"])
    return learner


def choose_letters(*, learner, wants):
    """Reminders are sent or not; what concerns a place is told all the same."""
    learner.wants_letters = wants
    learner.save(update_fields=["wants_letters"])


@transaction.atomic
def erase_learner(*, learner, by):
    """Replace a person's data by a number, for good (G38): attendance and results stay, as counts.

    Places in courses that have not begun are given back, so that those who wait get them. Certificates lose what was
    printed on them; their codes then say that the data were removed. Bundles of PDFs that hold one of them go, and can
    be made again without it, as do lists of their courses that somebody took along.
    """
    addresses_of = [address for address in (learner.email, learner.mobile) if address]
    EnrolmentRequest.objects.filter(Q(contact__in=addresses_of) | Q(enrolment__learner=learner)).delete()
    lock_places([learner])
    give_places_back(learner, by)
    CourseFeedback.objects.filter(enrolment__learner=learner).update(comment="")
    certificates = Certificate.objects.filter(enrolment__learner=learner)
    remove_bundles(
        CertificateJob.objects.filter(file__isnull=False, course__in=certificates.values("enrolment__course"))
    )
    certificates.update(payload={})
    with translation.override(settings.LANGUAGE_CODE):
        learner.full_name = _("Removed learner %(number)s") % {"number": localised(learner.pk)}
    learner.mobile = None
    learner.email = removed_address(learner.pk)
    learner.user, learner.wants_letters = None, False
    learner.save(update_fields=["full_name", "sort_text", "email", "mobile", "user", "wants_letters"])
    courses = learner.enrolments.values_list("course_id", flat=True)
    take_back(ExportJob.objects.filter(kind=PEOPLE, query__in=[str(course) for course in courses]))
    forget_letters(addresses_of, learner.email)
    blank_letters(letters_about(learner))
    forget_log(learner, learner.full_name)
    record_change(learner, by=by, old="person", new="number")


def lock_places(learners):
    """Their open courses first, in one order, then their enrolments: who issues a certificate holds those.

    Before the first line of the book is written, so that no seal waits in between.
    """
    enrolments = Enrolment.objects.filter(learner__in=learners)
    going = enrolments.live().filter(course__state=Course.State.OPEN).values("course_id")
    list(Course.objects.filter(pk__in=going).order_by("pk").select_for_update(of=("self",)))
    list(enrolments.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def give_places_back(learner, by):
    """Of the courses that have not begun; they are locked."""
    for enrolment in learner.enrolments.live().filter(course__state=Course.State.OPEN).order_by("course_id"):
        withdraw(enrolment=enrolment, by=by)


def letters_about(learner):
    """Letters of a person's places and certificates, also those that went to who enrolled them: they bear the name."""
    about = Q(key__in=[certificate_key(row) for row in Certificate.objects.filter(enrolment__learner=learner)])
    for pk in learner.enrolments.values_list("pk", flat=True):
        about |= Q(key__startswith=f"enrolment/{pk}/")
    return Message.objects.filter(about)


def erase_person(user):
    """What ``accounts.personal_data`` calls for a user who is removed: also rows that only bear their addresses."""
    learners = list(Learner.objects.of(user))
    lock_places(learners)
    for learner in learners:
        erase_learner(learner=learner, by=None)
