"""The public directory: the list with its search, a firm's page, and the list as a file."""

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from council.caching import public_page
from members.directory.asking import asked_of, read_labels, text_of
from members.directory.exports import firm_lines
from members.directory.pages import detail_context, list_context
from members.directory.searching import holding, search, under
from members.models import DirectoryEntry, NetworkMember

RESERVED = {"register", "desk", "networks", "confirm"}  # never a firm, whatever stands in its row


@require_safe
@public_page
def firm_list(request):
    """Listed firms that match, twenty a page. Three queries and the frame's one, for ten firms or 100,000."""
    labels = read_labels()
    asked, text = asked_of(request.GET, labels), text_of(request.GET)
    context = list_context(search(asked), asked, text, labels)
    return render(request, "members/firm_list.html", context)


@require_safe
@public_page
def firm_detail(request, slug):
    """What a firm lets the public see. Three queries and the frame's one."""
    entry = get_object_or_404(DirectoryEntry.objects.exclude(slug__in=RESERVED), slug=slug)
    memberships = NetworkMember.objects.filter(firm=entry.pk).select_related("network").order_by("-joined_on", "pk")
    context = detail_context(entry, read_labels(), list(memberships))
    context["json_ld"] = mark_safe(context["json_ld"])  # noqa: S308  (its signs are escaped as JSON)
    return render(request, "members/firm_detail.html", context)


@require_safe
@public_page
def firms_csv(request):
    """The rows that the list shows under the same question, all pages of it, in the order of names."""
    labels = read_labels()
    asked = asked_of(request.GET, labels)
    entries = holding(asked.words, "search_text").filter(**under(asked)).order_by("sort_text", "pk")
    response = StreamingHttpResponse(firm_lines(entries, labels), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="firms.csv"'
    return response
