"""Reading the outputs of an edition: what a stranger with standard programs finds in them."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO, StringIO

from openpyxl import load_workbook
from pypdf import PdfReader

from editions.outputs import made_files
from tests.editions import build_document as build_here

SHARES = ("planned", "reported", "verified")


class Files:
    """The outputs of one document, with what can be read out of them."""

    def __init__(self, document):
        self.document = document
        self.text, self.sha256 = build_here.frozen(document)
        self.told = []
        self.made = made_files(self.text, self.sha256, build_here.SEAL, self.told.append)

    def content(self, kind, language):
        return next(made.content for made in self.made if (made.kind, made.language) == (kind, language))

    def pdf(self, language):
        return PdfReader(BytesIO(self.content("pdf", language)))

    def printed(self, language="en"):
        """The report's words without line breaks and spaces: cells stand one after the other, row by row."""
        return words_of(self.content("pdf", language))

    def book(self, language="en"):
        return book_of(self.content("xlsx", language))

    def sheet(self, title):
        """The rows below the head, as dicts by the words of the head."""
        head, *rows = self.book()[title].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    def listing(self, language="en"):
        return [*csv.DictReader(StringIO(self.content("csv", language).decode("utf-8-sig")))]


@cache
def words_of(content):
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


@cache
def book_of(content):
    return load_workbook(BytesIO(content))


FIGURES = {*SHARES, "variance", "weight", "percent", "value", "share", "target"}


def moved(value, name=""):
    if isinstance(value, dict):
        return {key: part if key in ("edition", "year", "chain") else moved(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [moved(part, name) for part in value]
    if value is not None and (name in FIGURES or (name == "start" and value.endswith(".00"))):
        return str(Decimal(value) + Decimal("1.1" if name != "weight" else "1"))
    is_count = type(value) is int and name not in ("number", "version", "baseline", "threshold", "score")
    return value + 1 if is_count else value


def shown(value, places="0.1"):
    """A percent as the report prints it in English: half up, the minus sign of typography."""
    if value is None:
        return "—"
    return str(Decimal(value).quantize(Decimal(places), ROUND_HALF_UP)).replace("-", "−")


def grouped(value):
    return f"{value:,}"


def plain(value):
    """A weight without its idle zeros."""
    return f"{Decimal(value):f}".rstrip("0").rstrip(".")


def in_order(text, parts):
    """Whether the parts stand in the text one after the other; gives those that do not."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return part
        place = found + len(part)
    return None


def turned(text):
    persian = text.translate(str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬"))
    return re.sub(r"[۰-۹]+", lambda digits: digits[0][::-1], persian)
