"""Writing a draft as its form says: a new one once for each page that was opened, an old one as the last version."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filing.services import claim_key
from market.models import Need
from market.services.needs import draft_need, lock_need


@transaction.atomic
def add_draft(form, *, key, by):
    """The need of a checked form of a new one; the same page sent again gives the need of the first time."""
    fingerprint = hashlib.sha256(f"need/{by.pk}/{key}".encode()).hexdigest()
    claimed, is_first = claim_key(key=fingerprint, action="draft need", user=by)
    if not is_first:
        return Need.objects.get(number=claimed.result)
    form.put_file()
    need = draft_need(need=form.instance, capabilities=form.cleaned_data["capabilities"], by=by)
    claimed.result = need.key
    claimed.save(update_fields=["result"])
    return need


@transaction.atomic
def change_draft(form):
    """Only a draft is rewritten: what firms read does not change under them. Raises ValidationError, RowChanged."""
    if lock_need(form.instance).state != Need.State.DRAFT:
        raise ValidationError(_("The need is open already: only its deadline can be moved."), code="wrong_state")
    form.put_file()
    form.instance.changed_at = timezone.now()
    return form.save()
