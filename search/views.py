"""The search over everything public, and how a browser may offer it. The answer is the same whoever asks."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.caching import public_page
from council.documents.addresses import absolute
from members.directory.asking import MOST_WORDS, place_of, text_of
from persian.text import search_key
from search.finding import MOST_PAGES, find
from search.models import Kind
from search.results import results_context, start_context


@require_safe
@public_page
def search_page(request):
    """``?q=`` words, ``kind=``, ``page=`` (of firms ``after=`` or ``before=``). At most four queries."""
    text = text_of(request.GET)
    key = " ".join(search_key(text).split()[:MOST_WORDS])
    kind = asked_kind(request.GET.get("kind", ""))
    if not key:
        return render(request, "search/search.html", start_context(text))
    page, (place, back) = asked_page(request.GET.get("page", "")), place_of(request.GET)
    answer = find(key, kind=kind, page=page, place=place, back=back)
    if kind != Kind.FIRM and page > 1 and not answer.rows.get(kind):
        raise Http404
    return render(request, "search/search.html", results_context(answer, text, key.split(), kind, page))


def asked_kind(value):
    if value and value not in Kind.values:
        raise Http404
    return value


def asked_page(value):
    """The number of the page; Http404 for what is none."""
    if not value:
        return 1
    if not (value.isascii() and value.isdecimal() and len(value) <= 3 and 1 <= int(value) <= MOST_PAGES):
        raise Http404
    return int(value)


@require_safe
@public_page
def opensearch(request):
    """An OpenSearch description: a browser offers the search in its own bar."""
    context = {"search": absolute("search:search"), "self": absolute("search:opensearch")}
    return render(
        request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )
