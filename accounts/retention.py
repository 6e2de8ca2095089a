"""How long what is only needed for signing in is kept. The clock runs this; docs/operations.md names the times."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import CacheRow

UNCONFIRMED = dt.timedelta(days=3)


def forget():
    """Take away what is over: counters of guesses, sessions, accounts that nobody ever confirmed. Safe to run again."""
    now = timezone.now()
    CacheRow.objects.filter(expires__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    open_sessions = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(open_sessions)).delete()
    never_confirmed(now).delete()


def never_confirmed(now):
    """Who signed up and never typed the code: without a confirmed address nobody ever got in."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return get_user_model().objects.filter(
        ~Exists(confirmed),
        is_mobile_verified=False,
        is_staff=False,
        is_active=True,
        last_login__isnull=True,
        joined_at__lt=now - UNCONFIRMED,
    )
