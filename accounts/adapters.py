"""Where allauth asks the house: who people are, how they are written to, where they go, what they are told."""

import base64
import hashlib
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import letters, words
from accounts.models import canonical
from accounts.sign_in_fields import MobileField

CODE_LETTERS = {
    "account/email/login_code": "sign_in",
    "account/email/email_confirmation": "confirm",
    "account/email/email_confirmation_signup": "confirm",
    "account/email/password_reset_code": "reset",
}
SIGNED_IN_AT = "signed_in_at"
FAILURES = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):
    """Everything about passwords, codes and addresses."""

    error_messages = DefaultAccountAdapter.error_messages | words.REFUSALS

    # People ------------------------------------------------------------------
    def save_user(self, request, user, form, commit=True):
        """Whoever signs up: one address, not yet confirmed; the other one is NULL."""
        data = form.cleaned_data
        user.full_name, user.email, user.mobile = data["full_name"], data.get("email"), data.get("phone")
        user.language = get_language()
        user.set_password(data["password1"])
        user.save()
        return user

    def can_delete_email(self, email_address):
        """Only an address that is not in use yet can be dropped; the one in use is changed."""
        return not email_address.primary

    def phone_form_field(self, **kwargs):
        return MobileField(**kwargs)

    def set_phone(self, user, phone, verified):
        user.mobile, user.is_mobile_verified = phone, verified
        user.save(update_fields=["mobile", "is_mobile_verified"])

    def get_phone(self, user):
        return (user.mobile, user.is_mobile_verified) if user.mobile else None

    def set_phone_verified(self, user, phone):
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone):
        return get_user_model().objects.filter(mobile=phone).first()

    # Guesses -----------------------------------------------------------------
    def pre_authenticate(self, request, **credentials):
        """Look at the counters without a lock: many people may come in at once from one office."""
        if not ratelimit.consume(request, key=guessed(credentials), dry_run=True, **FAILURES):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        if not ratelimit.consume(request, key=guessed(credentials), **FAILURES):
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request, **credentials):
        """After a reset the counter of the account begins anew."""
        ratelimit.clear(request, key=guessed(credentials), **FAILURES)

    # Doors -------------------------------------------------------------------
    def get_login_stages(self):
        ours = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.MailStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def post_login(self, request, user, **kwargs):
        request.session[SIGNED_IN_AT] = time.time()
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who signed in just now need not do it again to set up a second factor."""
        signed_in_at = context.request.session.get(SIGNED_IN_AT, 0)
        return time.time() - signed_in_at > settings.CODE_LIFETIME

    def is_safe_url(self, url):
        """This host only, whatever other hosts the portal answers to."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request):
        return reverse("admin:index") if request.user.is_staff else reverse("accounts:home")

    def get_signup_redirect_url(self, request):
        return reverse("accounts:home")

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:home")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("accounts:home")

    # Words -------------------------------------------------------------------
    def send_mail(self, template_prefix, email, context):
        """allauth's letters in our words. ``email`` is a mobile number where a forgotten password's owner gave that."""
        if template_prefix in CODE_LETTERS:
            letters.write_code(email, context["code"], CODE_LETTERS[template_prefix])
        else:
            letters.write(template_prefix.rpartition("/")[2], email)

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        letters.write_code(phone, code, "sign_in" if user.is_mobile_verified else "confirm")

    def send_unknown_account_sms(self, phone, **kwargs):
        letters.write("unknown_account", phone)

    def send_account_already_exists_sms(self, phone):
        letters.write("account_already_exists", phone)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner that something was changed, at the old address when the address is what changed."""
        text, recipient = letters.notice_text(template_prefix), email or user.email or user.mobile
        if text and recipient:
            letters.write("notice", recipient, text=text)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Our sentence for allauth's; what has none is not said."""
        message = message or words.message(message_template, message_context or {})
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)


def guessed(credentials):
    """The counter of one account: by whatever address, in whatever digits, it was named."""
    identifier = credentials.get("email") or credentials.get("phone") or credentials.get("username") or ""
    user = get_user_model().objects.find(identifier)
    if user is not None:
        return f"user {user.pk}"
    return next((value for value in canonical(identifier).values() if value), "")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept encrypted: a copy of the database alone opens no door."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Check it and try again."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text):
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type):  # noqa: A002  (allauth's own name)
        return str(_("Passkey"))


def keys():
    """Made from SECRET_KEY; what an earlier key encrypted is still read while it stands in SECRET_KEY_FALLBACKS."""
    texts = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor" + text.encode()).digest() for text in texts]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
