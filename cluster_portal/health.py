"""For machines: is the process alive, is the database there, what may robots read, whom to tell about a hole."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

SECURITY_TXT_DAYS = 180


@require_safe
@never_cache
def healthz(request):
    """The process answers. The database is not asked: a restart would not bring it back."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request):
    """One query: 503 while the database cannot be reached, so that a proxy sends visitors elsewhere."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@require_safe
@cache_control(public=True, max_age=86400)
def robots_txt(request):
    with override("fa"):
        desk = reverse("admin:index")
    lines = ["User-agent: *", f"Disallow: {desk}", f"Disallow: /en{desk}", f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86400)
def security_txt(request):
    """RFC 9116. The day it expires moves on with each answer, so that it never lapses while the site lives."""
    expires = (timezone.now() + timedelta(days=SECURITY_TXT_DAYS)).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: fa, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
