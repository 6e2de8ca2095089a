"""Pictures of a year or a plan for messengers and other sites: 1200 × 630, set by typst with the portal's own font.

A picture is drawn once for its words and figures and kept for a day; the same figures have the same ETag, so that who
knows it already costs no drawing.
"""

import base64
import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.documents.typesetting import FONTS
from council.models import Cluster

TEMPLATE = Path(__file__).with_name("picture.typ")
PIXELS_PER_INCH = 144  # of 600 × 315 points: 1200 × 630
KEPT_FOR = 86_400  # seconds
LONGEST_NAME = 110  # signs: two lines


def picture_response(request, glance):
    """The picture, or «not modified». One query more than the figures, and those of the cache."""
    data = picture_data(glance)
    version = version_of(data)
    etag = f'"{version}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is not None:
        return answer
    return HttpResponse(kept_picture(data, version), content_type="image/png", headers={"ETag": etag})


def picture_data(glance):
    """All that is drawn, in words. Texts reach the template as data, so that none can be markup."""
    name = glance.name if len(glance.name) <= LONGEST_NAME else glance.name[: LONGEST_NAME - 1].rstrip() + "…"
    return {
        "language": get_language(),
        "cluster": str(Cluster.objects.first() or ""),
        "site": settings.SITE_URL.split("//", 1)[-1],
        "title": glance.title,
        "name": name,
        "name_is_persian": glance.is_persian,
        "day": glance.day if glance.bar else "",
        "status": glance.status,
        "sample": _("Sample") if glance.is_sample else "",
        "bar": glance.bar,
        "figures": glance.figures,
        "labels": {
            "verified": _("percent verified"),
            "reported": _("Reported"),
            "planned": _("Planned"),
            "nothing": _("no figures yet"),
        },
    }


def version_of(data):
    """A hash of everything that the picture shows and of how it is drawn."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(TEMPLATE.read_bytes() + text.encode()).hexdigest()


def kept_picture(data, version):
    key = f"picture:{version}"
    kept = cache.get(key)
    if kept is None:
        kept = base64.b64encode(draw(data)).decode()
        cache.set(key, kept, KEPT_FOR)
    return base64.b64decode(kept)


def draw(data):
    """The bytes of the PNG; some 100 ms of the processor."""
    import typst  # noqa: PLC0415  (slow to import, needed for pictures only)

    return typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
    )
