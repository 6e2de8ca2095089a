"""A certificate as PDF, from its payload alone: the same payload gives the same bytes, today and in ten years."""

import datetime as dt
import io
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.documents.typesetting import FONTS, as_input
from trainings.certifying.words import certificate_words, check_address

TEMPLATE = Path(__file__).with_name("certificate.typ")
QR_MASK = 2  # any is read as well; trying all eight for the prettiest costs 20 ms a certificate


def certificate_pdf(payload, sha256, compiler=None):
    """The bytes in the language that is active, accessible (PDF/UA-1). ``compiler`` from ``make_compiler`` for many."""
    made, data = compiler or make_compiler(), as_input(pdf_data(payload, sha256))
    return made.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"])


def make_compiler():
    """Knows template and fonts; one of them sets any number of certificates."""
    import typst  # noqa: PLC0415  (slow to import, needed for PDF only)

    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=[str(FONTS)], ignore_system_fonts=True)


def pdf_data(payload, sha256):
    """All that the template sets: it formats nothing itself. Texts reach it as data, so that none can be markup."""
    words = certificate_words(payload)
    issued = dt.date.fromisoformat(payload["issued_on"])
    address = check_address(payload["code"])
    return words | {
        "language": get_language(),
        "date": [issued.year, issued.month, issued.day],
        "title": _("Certificate: %(course)s, %(person)s") % {"course": words["course"], "person": words["person"]},
        "heading": _("Certificate of completion"),
        "hash": sha256,
        "address": address,
        "qr": qr_code(address),
        "sample": _("Sample") if words["is_sample"] else "",
        "labels": labels(),
    }


def labels():
    return {
        "says": _("This certifies that"),
        "completed": _("has completed the course"),
        "kind": _("Kind"),
        "hours": _("Length"),
        "provider": _("Held by"),
        "held": _("Held"),
        "attended": _("Attendance"),
        "issued_on": _("Issued on"),
        "code": _("Code"),
        "check": _("Check this certificate: scan the picture or type the code at"),
        "qr": _("QR code of the page that checks this certificate"),
        "hash": _("Fingerprint (SHA-256)"),
        "host": _("Issued by the portal"),
        "sample_note": _("Sample: certifies nothing."),
    }


def qr_code(text):
    """An SVG of the address, dark on white; of its parts 15 percent may be damaged."""
    import segno  # noqa: PLC0415  (needed for PDF only)

    out = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=QR_MASK).save(
        out, kind="svg", xmldecl=False, border=2, dark="#16262b", light="#fff"
    )
    return out.getvalue().decode()
