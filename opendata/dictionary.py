"""The dictionary in words: each table with its fields, what may be asked of it, and where it is. No query here."""

import json

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from opendata.api import ROOT
from opendata.fields import Kind
from opendata.licence import LICENCE, LICENCE_URL
from opendata.rules import RULES
from opendata.table import MOST
from opendata.tables import TABLES
from persian.digits import localised

KINDS = {
    Kind.TEXT: _("text"),
    Kind.CODE: _("key"),
    Kind.WHOLE: _("whole number"),
    Kind.RIALS: _("whole number, in rials"),
    Kind.SHARE: _("decimal text, in percent"),
    Kind.DAY: _("day, ISO 8601"),
    Kind.JALALI: _("Jalali day"),
    Kind.TIME: _("time, 24 hours"),
    Kind.FLAG: _("true or false"),
    Kind.CODES: _("list of keys"),
    Kind.LINK: _("address"),
}


def index_context():
    return {
        "room": "opendata",
        "sample": False,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "root": ROOT,
        "most": localised(MOST),
        "tables": [
            {
                "name": table.name,
                "title": gettext(table.title),
                "about": gettext(table.about),
                "url": reverse("opendata:table_detail", args=[table.name]),
                "files": files_of(table),
            }
            for table in TABLES.values()
        ],
    }


def files_of(table):
    return {ending: f"/open-data/{table.name}.{ending}" for ending in ("csv", "json")}


def table_context(table):
    return {
        "room": "opendata",
        "sample": False,
        "table": table,
        "title": gettext(table.title),
        "about": gettext(table.about),
        "page_url": reverse(table.page) if table.page else "",
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "fields": [field_row(field) for field in table.fields],
        "rules": [rule_row(name) for name in dict.fromkeys(field.rule for field in table.fields if field.rule)],
        "filters": [filter_row(one) for one in table.filters],
        "files": files_of(table),
        "list_url": f"{ROOT}{table.name}",
        "row_url": row_address(table, "{}"),
        "example_url": row_address(table, "example"),
        "example": example(table),
    }


def field_row(field):
    return {
        "name": field.name,
        "means": gettext(field.means),
        "kind": gettext(KINDS[field.kind]),
        "optional": field.optional,
        "choices": [pair for pair in zip(field.choices, field.words, strict=True) if pair[0]],
        "rule": field.rule,
    }


def rule_row(name):
    rule = RULES[name]
    return {"name": name, "words": gettext(rule.words), "url": reverse(rule.address) if rule.address else ""}


def filter_row(one):
    return {"name": one.name, "means": gettext(one.means), "example": one.example}


def row_address(table, what):
    """The address of one row with the names of its parts, or with their examples; none where rows have no own."""
    if not table.key:
        return ""
    parts = [str(part.example) if what == "example" else f"{{{part.name}}}" for part in table.key]
    return f"{ROOT}{table.name}/" + "/".join(parts)


def example(table):
    """One row made of the examples of its fields, as the API writes it."""
    row = {field.name: field.example for field in table.fields}
    return json.dumps(row, ensure_ascii=False, indent=2)
