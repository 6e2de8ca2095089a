"""The page on which anybody checks a certificate by its code, and the PDF for who has the code."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trainings import throttle
from trainings.certifying.checking import Verdict, check_code
from trainings.certifying.pdf import certificate_pdf
from trainings.certifying.words import certificate_words, fact_rows

LONGEST = 80  # signs that the page repeats of what was typed


@never_cache
@require_safe
def certificate_find(request):
    """A code is typed here, in any digits and letters."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "trainings/certificate_find.html", {"room": "trainings", "sample": False})
    return answer(request, typed)


@never_cache
@require_safe
def certificate_check(request, code):
    return answer(request, code)


def answer(request, typed):
    """What the portal knows of a code. Only what was not found is counted, so that a true one is never kept back.

    Who guessed too often sees nothing at all, so that a hit among many guesses stays unseen too.
    """
    check = checked(request, typed)
    if check is None:
        return throttle.too_many(request)
    if check.verdict == Verdict.VALID and request.resolver_match.url_name == "certificate_find":
        return redirect("trainings:certificate_check", check.certificate.code)
    return shown(request, typed, check)


def checked(request, typed):
    """The Check, or None for a network that guessed too often."""
    if not throttle.may(request, "certificate", dry_run=True):
        return None
    check = check_code(typed)
    if check.verdict == Verdict.UNKNOWN:
        throttle.may(request, "certificate")
    return check


def shown(request, typed, check):
    words = certificate_words(check.payload) if check.payload else None
    context = {
        "room": "trainings",
        "sample": False,  # the mark stands at the certificate itself
        "check": check,
        "certificate": check.certificate,
        "code": check.certificate.code if check.certificate else typed[:LONGEST],
        "words": words,
        "facts": fact_rows(words) if words else [],
    }
    return render(request, "trainings/certificate_check.html", context, status=check.status)


@never_cache
@require_safe
def certificate_file(request, code):
    """The PDF, for whoever has the code and while it is valid; else what the check page says, with its status."""
    check = checked(request, code)
    if check is None:
        return throttle.too_many(request)
    if check.verdict != Verdict.VALID:
        return shown(request, code, check)
    certificate = check.certificate
    response = HttpResponse(certificate_pdf(certificate.payload, certificate.sha256), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{certificate.code}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
