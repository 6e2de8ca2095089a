"""Who may enter. A person has an e-mail address, a mobile number, or both: many small firms have no e-mail."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from persian.digits import to_latin
from persian.fields import NormalisedCharField
from persian.text import normalise

check_form_of_mobile = RegexValidator(r"^\+989\d{9}\Z", _("Enter a mobile number such as 09123456789."))


def canonical_email(text):
    """Latin digits, lower case, None when empty: NULL is unique-safe where '' is not."""
    return to_latin(text or "").strip().lower() or None


def canonical_mobile(text):
    """``۰۹۱۲ ۳۴۵ ۶۷۸۹`` → ``+989123456789``; None when empty. Not validated here: the field's validator does."""
    digits = "".join(ch for ch in to_latin(text or "") if ch.isdecimal() or ch == "+")
    if digits.startswith("0098"):
        digits = "+98" + digits[4:]
    elif digits.startswith("09"):
        digits = "+98" + digits[1:]
    elif digits.startswith("9") and len(digits) == 10:
        digits = "+98" + digits
    return digits or None


def canonical(identifier):
    """``{"email": …}`` or ``{"mobile": …}``: which of the two was typed, as we keep it. Nothing is validated here."""
    if "@" in (identifier or ""):
        return {"email": canonical_email(identifier)}
    return {"mobile": canonical_mobile(identifier)}


def canonical_address(text):
    """Either address as we keep it, whatever was pasted with it. Raises ValidationError for what is neither."""
    [(kind, value)] = canonical(normalise(text or "", one_line=True)).items()
    if kind == "email":
        validate_email(value)
    else:
        check_mobile(value)
    return value


def check_mobile(value):
    """Raise ValidationError, in one sentence, for what is no mobile number; nothing is none."""
    try:
        check_form_of_mobile(value or "")
    except ValidationError:
        raise ValidationError(_("Enter an e-mail address, or a mobile number such as 09123456789.")) from None


def pseudonym_address(pk):
    """What stands in the place of a removed person's address: nobody can receive or register it."""
    return f"removed-{pk}@removed.invalid"


class UserManager(BaseUserManager):
    def get_by_natural_key(self, identifier):
        """Find by e-mail address or mobile number, in whatever digits it was typed."""
        wanted = canonical(identifier)
        return self.get(**{name: value or "" for name, value in wanted.items()})

    def find(self, identifier):
        """The user of this e-mail address or mobile number, in any digits and any case; None if there is none."""
        try:
            return self.get_by_natural_key(identifier)
        except self.model.DoesNotExist:
            return None

    @transaction.atomic
    def create_user(self, email=None, mobile=None, password=None, **fields):
        """A user whose addresses count as confirmed: who calls this vouches for them.

        People who sign up themselves do not come this way. Raises ValidationError.
        """
        user = self.model(email=canonical_email(email), mobile=canonical_mobile(mobile), **fields)
        user.is_mobile_verified = user.mobile is not None
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        if user.email:
            user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email=None, mobile=None, password=None, **fields):
        return self.create_user(email, mobile, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    mobile = models.CharField(
        _("mobile number"),
        max_length=16,
        unique=True,
        null=True,
        blank=True,
        validators=[check_form_of_mobile],
    )
    is_mobile_verified = models.BooleanField(_("mobile number confirmed"), default=False, editable=False)
    full_name = NormalisedCharField(_("full name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, choices=[("fa", _("Persian")), ("en", _("English"))], default="fa"
    )
    is_staff = models.BooleanField(_("may open the desk"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["full_name", "pk"]
        permissions = [("pseudonymise_user", _("May replace a person's data by a number"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(mobile__isnull=False),
                name="user_email_or_mobile",
                violation_error_message=_("Give an e-mail address, a mobile number, or both."),
            ),
            models.CheckConstraint(condition=~Q(email=""), name="user_email_null_not_empty"),
            models.CheckConstraint(condition=~Q(mobile=""), name="user_mobile_null_not_empty"),
        ]

    def __str__(self):
        return self.full_name or self.get_username()

    @property
    def key(self):
        """How the book of changes names a person: by number, never by name."""
        return str(self.pk)

    @property
    def is_pseudonym(self):
        """Whether the person's data was replaced by a number."""
        return self.email == pseudonym_address(self.pk)

    def clean(self):
        self.email = canonical_email(self.email)
        self.mobile = canonical_mobile(self.mobile)

    def get_username(self):
        return self.email or self.mobile

    def natural_key(self):
        return (self.get_username(),)

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name


class ContactProof(models.Model):
    """Part of what somebody began with an address that they have yet to prove: see ``accounts.contact_codes``."""

    contact = models.CharField(_("e-mail or mobile number"), max_length=254)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("contact confirmed at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class CacheRow(models.Model):
    """What Django's database cache keeps: the counters of guesses. The table's shape is Django's, not ours."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cacherow"
        verbose_name = _("cached value")
        verbose_name_plural = _("cached values")

    def __str__(self):
        return self.cache_key
