"""allauth's forms with our fields and words. Each keeps what allauth does with it."""

from allauth.account import forms as account
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.sign_in_fields import AddressField, CodeField, IdentifierField, latin_input
from persian.forms import NormalisedCharField

PASSWORD_HINT = _("At least ten characters; not only digits, and no password that many people use.")


def new_password(label, **kwargs):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"})
    return forms.CharField(label=label, strip=False, widget=widget, max_length=128, **kwargs)


def known_password(label, **attrs):
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"} | attrs)
    return forms.CharField(label=label, strip=False, widget=widget, max_length=128)


def kind_of(address):
    """allauth's word for the kind of an address."""
    return "email" if "@" in address else "phone"


class SignInForm(account.LoginForm):
    """One field for either address; the same answer whether the account exists or not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = IdentifierField()
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"] = known_password(_("Password"))
        self.order_fields(["login", "password"])

    def user_credentials(self):
        """Also what is no address is tried, at the same cost, so that it gets the same answer."""
        login = self.cleaned_data["login"]
        return {kind_of(login): login, "password": self.cleaned_data["password"]}


class SignUpForm(account.SignupForm):
    """A name, one address, a password. Which of the two kinds the address is, the person need not say."""

    field_order = ["full_name", "login", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["phone"]
        self.fields["full_name"] = NormalisedCharField(
            label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
        self.fields["login"] = AddressField(help_text=_("Such as 09123456789. We send a code there."))
        self.fields["password1"] = new_password(_("Password"), help_text=PASSWORD_HINT)
        self.order_fields(self.field_order)

    def signup(self, request, user):
        """allauth calls this last; nothing is left to do."""

    def clean_login(self):
        address = self.cleaned_data["login"]
        self.cleaned_data[kind_of(address)] = address
        self.account_already_exists = get_user_model().objects.find(address) is not None
        return address

    def try_save(self, request):
        """Known and unknown addresses cost the same and meet the same page; two at once make one account."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                self.account_already_exists = True
        get_user_model()().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestCodeForm(account.RequestLoginCodeForm):
    """One field for either address. ``_user`` is what allauth's view reads."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"login": AddressField()}

    def clean_login(self):
        address = self.cleaned_data["login"]
        if not ratelimit.consume(context.request, action="request_login_code", key=address):
            raise ValidationError(words.TOO_MANY)
        self.cleaned_data[kind_of(address)] = address
        self._user = reachable(address)
        return address


class ForgottenPasswordForm(account.ResetPasswordForm):
    """allauth's ``email`` holds a mobile number where one was given: the adapter writes to either."""

    email = AddressField()

    def clean_email(self):
        user = reachable(self.cleaned_data["email"])
        self.users = [user] if user else []
        return self.cleaned_data["email"]


def reachable(address):
    """The person who may sign in with this address, or None."""
    user = get_user_model().objects.find(address)
    return user if user is not None and user.is_active else None


class ConfirmSignInCodeForm(account.ConfirmLoginCodeForm):
    code = CodeField()


class ConfirmEmailCodeForm(account.ConfirmEmailVerificationCodeForm):
    code = CodeField()


class ConfirmMobileCodeForm(account.VerifyPhoneForm):
    code = CodeField()


class ConfirmResetCodeForm(account.ConfirmPasswordResetCodeForm):
    code = CodeField()


class ConfirmAgainCodeForm(account.ConfirmReauthenticationCodeForm):
    code = CodeField()


class TwoNewPasswords:
    """The new password once more, because nobody sees what they type; checked by the validators of the settings."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own, again = self.fields["password1"], self.fields["password2"]
        own.label, again.label = _("New password"), _("New password, once more")
        own.help_text = PASSWORD_HINT
        for field in (own, again):
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["dir"] = "ltr"
            field.max_length = 128


class NewPasswordForm(TwoNewPasswords, account.ResetPasswordKeyForm):
    pass


class SetPasswordForm(TwoNewPasswords, account.SetPasswordForm):
    pass


class ChangePasswordForm(TwoNewPasswords, account.ChangePasswordForm):
    oldpassword = known_password(_("Current password"))


class ChangeEmailForm(account.AddEmailForm):
    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=latin_input(inputmode="email", autocomplete="email")
    )


class ChangeMobileForm(account.ChangePhoneForm):
    pass


class ConfirmPasswordForm(account.ReauthenticateForm):
    password = known_password(_("Password"), autofocus=True)


class SecondFactorForm(mfa.AuthenticateForm):
    code = CodeField()


class SecondFactorAgainForm(mfa.ReauthenticateForm):
    code = CodeField()


class ActivateAppForm(ActivateTOTPForm):
    code = CodeField(label=_("Code that the app shows"))


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A passkey by default: it opens the door alone, with its own PIN or fingerprint."""

    name = NormalisedCharField(label=_("Name of the passkey"), max_length=60, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        initial=True,
        help_text=_(
            "The device then asks for its PIN, fingerprint or face. Without it the passkey only follows a password."
        ),
    )


class RenameKeyForm(webauthn.EditWebAuthnForm):
    name = NormalisedCharField(label=_("Name of the passkey"), max_length=60)
