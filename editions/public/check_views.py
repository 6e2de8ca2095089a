"""The page on which anybody checks a file or a hash."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.throttle import Throttle, too_many
from council.caching import public_page
from editions.public.checking import UNKNOWN, check_file, check_hash, typed_hash
from editions.public.pages import FORMATS, address
from filing.uploads import safe_name
from persian.digits import localised
from reports.pages.words import Words

may = Throttle("editions", {"check": "60/10m/ip"}).may
MOST_BYTES = 20 * 1024 * 1024  # a file of an edition has one or two million
ENVELOPE = 16 * 1024  # of the form around the file
TOO_LARGE, REFUSED = 413, 422


@csrf_exempt  # it changes nothing and keeps nothing, so that a forged form gains nothing; and no body is read unasked
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def check(request):
    """The form; with ``?sha256=`` or a sent file, what the portal knows of it."""
    typed = request.GET.get("sha256", "").strip()
    if request.method != "POST" and not typed:
        return render(request, "editions/check.html", context_of())
    response = too_many(request) if not may(request, "check") else answer(request, typed)
    add_never_cache_headers(response)
    return response


def answer(request, typed):
    if request.method != "POST":
        return answer_typed(request, typed)
    if length_of(request) > MOST_BYTES + ENVELOPE:
        return refused(request, too_large(), TOO_LARGE)
    upload = request.FILES.get("file")
    if upload is None:
        return refused(request, _("Choose a file first."), REFUSED)
    if upload.size > MOST_BYTES:
        return refused(request, too_large(), TOO_LARGE)
    if not upload.size:
        return refused(request, _("The file is empty. Choose the right file and send it again."), REFUSED)
    return shown(request, check_file(upload, request.user), safe_name(upload.name))


def answer_typed(request, typed):
    sha256 = typed_hash(typed)
    if not sha256:
        text = _("This is no SHA-256: it has 64 signs, digits and the letters a to f.")
        return refused(request, text, REFUSED)
    return shown(request, check_hash(sha256, request.user))


def length_of(request):
    """What the request says of its own size, before any of it is read; without that there is no body."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def too_large():
    text = _("The file is larger than %(limit)s MB, so it is none of an edition.")
    return text % {"limit": localised(MOST_BYTES // (1024 * 1024))}


def refused(request, text, status):
    return render(request, "editions/check.html", context_of(problem=text), status=status)


def shown(request, found, name=""):
    return render(request, "editions/check.html", context_of(found, name))


def context_of(found=None, name="", problem=""):
    words = Words()
    context = {"room": "progress", "sample": False, "check": found, "name": name, "problem": problem}
    context["limit"] = localised(MOST_BYTES // (1024 * 1024))
    if found is None or found.verdict == UNKNOWN:
        return context
    edition = found.edition
    return context | {
        "edition": edition_words(edition, words),
        "kind": FORMATS[found.file.kind][0] if found.file else "",
        "format": found.file.get_kind_display() if found.file else "",
        "is_sample": edition.is_sample,
        "published_on": words.day(timezone.localdate(edition.published_at)) if edition.published_at else "",
        "decision": words.code(edition.decision.number) if edition.published_at else "",
        "url": address("edition_detail", edition),
        "current": edition_words(found.current, words) if found.current else "",
        "current_url": address("edition_detail", found.current) if found.current else "",
        "list_url": reverse("editions:edition_list", args=[edition.year.year]),
    }


def edition_words(edition, words):
    return _("Year %(year)s, edition %(number)s") % {
        "year": words.digits(edition.year.year),
        "number": words.digits(edition.number),
    }
