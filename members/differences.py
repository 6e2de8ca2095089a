"""A change of reviewed fields in words: old beside new, as the firm and the reviewer read it."""

from django.utils.translation import gettext as _

from council.models import Section
from members.models import Firm


def diff_rows(change):
    """``(label, before, after)`` of each field, in words. At most one query."""
    orders = {order for side in (change.before, change.after) for order in side.get("sections", [])}
    names = {row.order: str(row) for row in Section.objects.filter(order__in=orders)} if orders else {}
    return [
        (
            Firm._meta.get_field(name).verbose_name,
            in_words(name, change.before[name], names),
            in_words(name, after, names),
        )
        for name, after in change.after.items()
    ]


def in_words(name, value, sections):
    if name == "sections":
        return _(", ").join(sections.get(order, str(order)) for order in value)
    if name == "legal_kind":
        return str(dict(Firm.LegalKind.choices).get(value, value))
    return value
