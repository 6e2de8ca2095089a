"""Who owns an action item says that it is done; the facilitator, who closes it, reads that in the lists."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import ActionItem
from filing.services import record_change
from persian.jalali import today
from persian.text import normalise

REPORTED = "reported as done"


@transaction.atomic
def report_done(*, item, text, by):
    """Keep what the owner says of an open item: who holds its seat today, or one of its institution.

    The item stays open until it is closed. A later report takes the place of the former, whose text stays in the
    history; the same words again write nothing. Raises ValidationError.
    """
    item = ActionItem.objects.select_for_update(of=("self",)).select_related("meeting__year").get(pk=item.pk)
    if not ActionItem.objects.owned_by(by, today()).filter(pk=item.pk).exists():
        raise ValidationError(_("Only the owner of an action item reports that it is done."), code="owner")
    if not ActionItem.objects.open().filter(pk=item.pk).exists():
        raise ValidationError(_("%(item)s is closed already: nothing is to be reported.") % {"item": item}, code="done")
    text = normalise(text).strip()
    if not text:
        raise ValidationError({"text": _("Say in a few words what was done.")})
    if item.report == text and item.reported_by_id == by.pk:
        return item
    item.report, item.reported_by, item.reported_at = text, by, timezone.now()
    item.save(update_fields=["report", "reported_by", "reported_at"])
    record_change(item, by=by, old=item.state, new=item.state, why=f"{REPORTED}: {text}")
    return item
