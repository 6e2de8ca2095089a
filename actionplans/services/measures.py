"""Taking what the portal counts as an indicator's reading, with the breakdown as its evidence."""

import csv
from decimal import Decimal
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.measures import breakdown_of, find, with_live
from actionplans.models import Indicator
from actionplans.services.progress import Attachment, record_reading
from filing.spreadsheets import BYTE_ORDER_MARK, formula_safe
from persian.jalali import format_day

CENT = Decimal("0.01")  # what a reading holds


@transaction.atomic
def take_reading(*, indicator, as_of, by):
    """Record the count up to ``as_of`` as an ordinary reading; its breakdown is public evidence, which names nobody.

    Raises ValidationError when there is no measure, too few answers, or the day is not open for readings.
    """
    measure = find(indicator.measure)
    if measure is None:
        raise ValidationError(_("The portal does not count this indicator: choose what it counts first."))
    value = with_live(Indicator.objects.filter(pk=indicator.pk), as_of).values_list("live", flat=True).get()
    if value is None:
        raise ValidationError(_("There are too few answers to count; nothing was recorded."), code="too_few")
    value = value.quantize(CENT)
    head, rows = breakdown_of(indicator, as_of)
    content = csv_text(head, [*rows, [_("The reading (people and firms counted once)"), value]])
    file = ContentFile(content.encode(), name=f"{measure.key}-{format_day(as_of, 'iso')}.csv")
    caption = _("What the count is made of: %(measure)s") % {"measure": measure.label}
    note = _("Taken from the portal's own count: %(measure)s") % {"measure": measure.label}
    evidence = Attachment(file, caption=caption, is_public=True)
    return record_reading(indicator=indicator, as_of=as_of, value=value, by=by, note=note, files=[evidence])


def csv_text(head, rows):
    """Texts stay texts, numbers numbers."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([formula_safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()
