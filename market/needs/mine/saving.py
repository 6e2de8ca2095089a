"""Writing a draft as its form says: a new one once for each page that was opened, an old one as the last version."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from market.models import Need
from market.once import claim_page, result_of, set_result
from market.services.needs import draft_need, lock_need

NO_DRAFT = _(
    "The need is no draft any more, so its words stay as they are. If it is open, its deadline can be moved; else "
    "write a new need. Nothing of this was saved."
)


@transaction.atomic
def add_draft(form, *, key, by):
    """(the need of a checked form of a new one, whether it holds what was sent): the same page makes one need."""
    page, is_first, is_same = claim_page(
        action="draft need", by=by, key=["need", by.pk, key], data=form.data, files=form.files
    )
    if not is_first:
        return Need.objects.get(number=result_of(page)), is_same
    form.put_file()
    need = draft_need(need=form.instance, capabilities=form.cleaned_data["capabilities"], by=by)
    set_result(page, need.key)
    return need, True


@transaction.atomic
def change_draft(form):
    """Only a draft is rewritten: what firms read does not change under them. Raises ValidationError, RowChanged."""
    if lock_need(form.instance).state != Need.State.DRAFT:
        raise ValidationError(NO_DRAFT, code="wrong_state")
    form.put_file()
    form.instance.changed_at = timezone.now()
    return form.save()
