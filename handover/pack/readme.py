"""The page that lies in an export: what is in it, what is not, how to check it. In both languages."""

from django.utils import translation
from django.utils.translation import gettext as _

from handover.pack.tables import own_models
from persian.jalali import format_day


def readme(*, day, address, rows, files, missing):
    """The text, Persian first. ``missing``: stored files whose bytes are not there."""
    parts = []
    for language in ("fa", "en"):
        with translation.override(language):
            parts.append("\n".join(lines(day, address, rows, files, missing)))
    return ("\n\n" + "-" * 60 + "\n\n").join(parts) + "\n"


def lines(day, address, rows, files, missing):
    facts = {"day": format_day(day), "address": address, "rows": rows, "files": files, "missing": missing}
    return [
        _("Export of the portal %(address)s, %(day)s") % facts,
        "",
        _("data/: %(rows)s rows, one file for each table, one row a line (JSON, UTF-8).") % facts,
        _("A column that ends in _id holds the key of a row in another table. Days are Gregorian, money whole rials."),
        _("files/: %(files)s stored files under their SHA-256; data/filing.storedfile.jsonl has their names.") % facts,
        _("Files that were not on the disk: %(missing)s. They are listed in MISSING.txt.") % facts,
        "",
        _("Left out: passwords, one-time codes, second factors, sessions, texts of letters, keys of forms."),
        _("Left out too: offers under seal or taken back, grades of ideas before all are in, codes of ideas."),
        _("The portal went on while the tables were read, one after the other. For one moment's state take a back-up."),
        _("This file holds personal data: keep it as you keep the portal itself, and delete it once it is not needed."),
        "",
        _("To check it, unpack it and run in its folder:"),
        "  sha256sum -c SHA256SUMS",
        "",
        _("Tables:"),
        *(f"  data/{model._meta.label_lower}.jsonl  {model._meta.verbose_name_plural}" for model in own_models()),
    ]
