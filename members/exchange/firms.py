"""The list of firms as its page in the admin shows it: what an export of firms holds."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.messages import MessageFailure
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from members.exchange.lists import Sheet
from members.exchange.resources import FirmResource
from members.models import Firm

FIRMS = "firms"


def open_firms(user, query):
    """With the filters and the search of the page's address. No query but the filters' own."""
    address = reverse("admin:members_firm_changelist")
    resource = FirmResource()
    return Sheet(
        name="firms",
        title=_("Firms"),
        heads=[str(field.column_name) for field in resource.get_export_fields()],
        rows=shown_firms(user, query).order_by("sort_text", "pk"),
        lines=lambda firms: texts(resource, firms),
        address=f"{address}?{query}" if query else address,
    )


def shown_firms(user, query):
    """What the page would show to this person. Raises ValidationError for filters that it does not know."""
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, QueryDict(query)
    try:
        return admin.site.get_model_admin(Firm).get_changelist_instance(request).get_queryset(request)
    except (IncorrectLookupParameters, SuspiciousOperation, MessageFailure) as error:
        raise ValidationError(_("The list does not know these filters."), code="refused") from error


def texts(resource, firms):
    """Three queries; two more, once, for the names of the lists."""
    for firm in firms.prefetch_related("sections", "capabilities"):
        yield [str(value) for value in resource.export_resource(firm)]
