"""Removing a person: the row stays with a number for a name, so that records stay true; everything personal goes.

Each room that keeps something personal beside the user's row registers how it is taken out, in ``AppConfig.ready()``.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import pseudonym_address
from accounts.services import end_sessions
from filing.services import record_change
from persian.digits import localised
from post.models import Message

_erasers = {}


def register(name, eraser):
    """``eraser(user)`` blanks what a room knows of this person; it sees the row as it was, and runs in the transaction.

    Rows that name who acted stay: they point to the user's row, which will carry a number.
    """
    _erasers[name] = eraser


def erasers():
    return dict(_erasers)


def blank_history(model, rows, **values):
    """Put ``values`` into every kept version (django-simple-history) of these rows. Gives how many versions."""
    keys = [row.pk for row in rows]
    return model.history.filter(**{f"{model._meta.pk.name}__in": keys}).update(**values)


@transaction.atomic
def pseudonymise_user(*, user, by):
    """Replace a person's data by a number, for good. Records that name who acted stay as they are.

    Signing in ends everywhere. Raises ValidationError for oneself and for who is a number already.
    """
    user = get_user_model().objects.select_for_update().get(pk=user.pk)
    if user == by:
        raise ValidationError(_("Nobody removes themselves: ask another administrator."))
    if user.is_pseudonym:
        raise ValidationError(_("This person was removed already."))
    for eraser in erasers().values():
        eraser(user)
    forget_letters((user.email, user.mobile), pseudonym_address(user.pk))
    forget_access(user)
    become_a_number(user)
    forget_log(user, user.full_name)
    record_change(user, by=by, old="person", new="number")
    return user


def forget_letters(addresses, pseudonym):
    """Messages to the person keep their place and time in the outbox, not their text; waiting ones are not sent."""
    blank_letters(Message.objects.filter(to__in=[address for address in addresses if address]), to=pseudonym)


def blank_letters(letters, **more):
    """The same for these messages, whoever they were to."""
    letters.filter(state=Message.State.WAITING).update(state=Message.State.FAILED)
    letters.update(subject="", body="", attachment="", attachment_name="", last_error="", **more)


def forget_access(user):
    """Addresses, second factors, sessions, roles."""
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    user.emailaddress_set.all().delete()
    user.groups.clear()
    user.user_permissions.clear()


def become_a_number(user):
    with translation.override(settings.LANGUAGE_CODE):
        user.full_name = _("Removed user %(number)s") % {"number": localised(user.pk)}
    user.email, user.mobile, user.is_mobile_verified = pseudonym_address(user.pk), None, False
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def forget_log(row, name):
    """The desk's own log names whom an administrator edited."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    about.update(object_repr=name, change_message="")
