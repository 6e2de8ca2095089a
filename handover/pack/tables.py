"""What an export holds of the tables: every column of every own table, but for what opens a door."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet

# Counters of guesses and keys of forms: worth nothing to whoever takes over, and near to secrets.
LEFT_OUT = {"accounts.CacheRow", "filing.IdempotencyKey"}
# A column with a name like these is a secret until somebody looked at it; it is left out of any table.
SECRET_NAMES = ("password", "secret", "token", "code_hash", "session_key", "otp", "private_key")
# What no name tells: links in letters open a firm's or a learner's door.
SECRETS = {"post.Message": {"body", "attachment", "last_error"}, "ideas.Idea": {"code"}}  # a code is its idea's key
# Rows that nobody may read yet, or ever: void codes, offers under seal or taken back, grades before all are in.
OPEN_ROWS = {
    "post.Message": Q(secret_until__isnull=True),
    "market.NeedAnswer": Q(need__state__in=["closed", "decided"]) & ~Q(state="withdrawn"),
    "ideas.IdeaScore": Q(is_final=True) | Q(given_at__isnull=True),
}
KNOWN = {"post.Message": {"secret_until"}}  # a time; the codes themselves are left out, see ``rows_of``


def own_models():
    """Every table of the portal's own rooms, with those that only tie two others, in a fixed order."""
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in own]
    found += [apps.get_model("auth.Group")]
    return sorted((m for m in found if m._meta.label not in LEFT_OUT), key=lambda model: model._meta.label_lower)


def columns_of(model):
    """The columns that go into the file, in the order of the table."""
    known = KNOWN.get(model._meta.label, set())
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in SECRETS.get(model._meta.label, ())
        and (field.attname in known or not is_secret(field.attname))
    ]


def is_secret(name):
    return any(part in name for part in SECRET_NAMES)


def rows_of(model):
    """The rows by key, as no manager of the model hides any; what is sealed is left out whole, with its files."""
    rows = QuerySet(model).order_by("pk")
    if model._meta.label in OPEN_ROWS:
        rows = rows.filter(OPEN_ROWS[model._meta.label])
    if model._meta.label == "filing.StoredFile":
        rows = rows.exclude(pk__in=sealed_files())
    return rows


def sealed_files():
    """The files of offers that are left out."""
    answers = QuerySet(apps.get_model("market.NeedAnswer")).exclude(file=None)
    return answers.exclude(OPEN_ROWS["market.NeedAnswer"]).values("file_id")
