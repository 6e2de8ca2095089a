"""How a reader checks a file of an edition: what is printed on its last page and stands on its last sheet."""

from django.utils.translation import gettext as _

from council.documents.addresses import absolute


def check_address():
    """The page that checks files. The one thing in a file that is not of the document: the portal's own address."""
    return absolute("editions:check")


def check_lines(reader, sha256, seal):
    """Pairs of what and value."""
    edition, chain = reader.document["edition"], reader.document["chain"]
    name = f"{edition['year']}-edition-{edition['number']}-snapshot.json"
    return [
        [_("Edition"), edition["key"]],
        [_("SHA-256 of the document"), sha256],
        [_("SHA-256 of the edition before"), chain["previous"] or _("none: it is the first of its chain")],
        [_("Chain"), _("sample editions") if chain["kind"] == "sample" else _("facts")],
        [_("Place in its chain"), str(chain["place"])],
        [_("Latest seal of the book of changes"), seal or _("none")],
        [_("Schema of the document"), reader.document["schema"]],
        [_("With standard tools"), f"sha256sum {name}"],
        [_("Page that checks files"), check_address()],
        *([[_("Sample"), _("This edition holds sample rows and reports no fact.")]] if edition["is_sample"] else []),
    ]


def title_of(reader):
    """«Yearly report 1403, edition 1»."""
    edition, digits = reader.document["edition"], reader.words.digits
    names = {"year": digits(edition["year"]), "number": digits(edition["number"])}
    return _("Yearly report %(year)s, edition %(number)s") % names
