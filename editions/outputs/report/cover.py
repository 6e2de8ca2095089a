"""The cover of the report and its last pages: what it is, its headline, how its figures are made, how to check it."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplans.arithmetic import Status
from editions.outputs.checking import check_address, check_lines
from editions.outputs.report import drawing
from editions.outputs.report.cells import code, figure
from editions.outputs.report.parts import heading, table, words
from persian.numbers import rial_in_words
from reports.pages.words import STATUS_WORDS
from reports.pages.year import ORDER
from trainings.certifying.pdf import qr_code


def cover(reader):
    document = reader.document
    edition, cluster, year = document["edition"], document["cluster"], document["year"]
    digits = reader.words.digits
    place = {"ordinal": reader.words.figure(year["ordinal"]), "province": reader.text(cluster and cluster["province"])}
    return {
        "cluster": reader.said(cluster and cluster["name"]),
        "place": reader.text(cluster and cluster["province"]),
        "host": hosted_by(reader, cluster),
        "heading": _("Yearly report %(year)s") % {"year": digits(edition["year"])},
        "edition": _("Edition %(number)s") % {"number": digits(edition["number"])},
        "ordinal": _("Year %(ordinal)s of the programme") % place,
        "day": _("Figures for %(day)s") % {"day": reader.day(edition["as_of"])},
        "sample": _("Sample") if edition["is_sample"] else "",
        "sample_note": _("This edition holds sample rows and reports no fact.") if edition["is_sample"] else "",
        "erratum": [_("What this edition corrects"), reader.said(edition["erratum"])] if edition["erratum"] else None,
        "summary": summary(reader),
        "tiles": [*tiles(reader)],
    }


def hosted_by(reader, cluster):
    """Empty where no institution hosts the cluster."""
    host = reader.institution(cluster and cluster["host"])
    return f"{_('Host of the cluster')}{pgettext('after a name', ': ')}{host}" if host else ""


def summary(reader):
    """One sentence of progress and one of the plans, made from the figures of the document."""
    document, shown = reader.document, reader.words
    progress, plans = document["progress"], document["plans"]
    if progress["verified"] is None or not plans:
        return _("The document holds no sum over the year: its plans were not approved as a whole.")
    text = _(
        "By %(day)s, %(verified)s percent of the year's work was verified by the technical supervisor; "
        "by plan it was to be %(planned)s percent."
    ) % {
        "day": reader.day(document["edition"]["as_of"]),
        "verified": shown.percent(progress["verified"]),
        "planned": shown.percent(progress["planned"]),
    }
    counted = [(status, count) for status in ORDER if (count := progress["plans_by_status"].get(status.value))]
    if not counted:
        return text
    more = ngettext("Of %(count)s action plan, %(list)s.", "Of %(count)s action plans, %(list)s.", len(plans))
    listed = shown.plans_by_status(counted)
    return f"{text} " + more % {"count": shown.count(len(plans)), "list": listed}


def tiles(reader):
    """The headline figures: what, how much, and a line below it."""
    document, shown = reader.document, reader.words
    progress, money, courses = document["progress"], document["money"]["total"], document["trainings"]["sums"]
    if progress["verified"] is not None:
        rest = {"planned": shown.percent(progress["planned"]), "reported": shown.percent(progress["reported"])}
        text = _("planned %(planned)s, reported %(reported)s") % rest
        yield [_("Verified percent"), shown.percent(progress["verified"]), text]
    good = sum(progress["plans_by_status"].get(status.value, 0) for status in (Status.DONE, Status.ON_TRACK))
    of = _("of %(count)s plans") % {"count": shown.figure(len(document["plans"]))}
    yield [_("Plans completed or on track"), shown.figure(good), of]
    paid = _("of %(amount)s approved") % {"amount": rial_in_words(money["approved"])}
    yield [_("Money paid"), rial_in_words(money["paid"]), paid]
    trained = _("in %(count)s courses") % {"count": shown.figure(courses["courses"])}
    yield [_("People trained"), shown.figure(courses["trained"]), trained]
    yield from lower_tiles(reader)


def lower_tiles(reader):
    document, shown = reader.document, reader.words
    firms, gaps, handover = document["firms"], document["findings"], document["handover"]
    if firms and firms["total"]:
        text = _("in %(count)s firms that filed a return") % {"count": shown.figure(firms["total"]["firms"])}
        yield [_("People employed"), shown.figure(firms["total"]["staff"]), text]
    if gaps["addressed"]:
        text = _("of %(count)s that plans remedy") % {"count": shown.figure(gaps["addressed"])}
        yield [_("Gaps closed"), shown.figure(gaps["closed"]), text]
    if handover:
        met = {"met": shown.figure(handover["met"]), "all": shown.figure(handover["must_haves"])}
        text = _("%(met)s of %(all)s must-haves met") % met
        yield [_("Readiness, in percent"), shown.percent(handover["share"]), text]


def figures_part(reader):
    """Headline figures of progress with the curve, its table and the calendar of the plans."""
    progress = reader.document["progress"]
    drawn, calendar = drawing.curve(reader), drawing.bars(reader)
    if drawn:
        yield heading(_("Progress curve"))
        yield drawn
        yield table(
            [_("Day"), _("Planned"), _("Reported"), _("Verified")],
            [2, 1, 1, 1],
            [
                [reader.day(row["day"])]
                + [figure(reader.words.percent(row[kind])) for kind in ("planned", "reported", "verified")]
                for row in progress["series"]
            ],
        )
    if calendar:
        yield heading(_("Calendar of the plans"))
        yield calendar


def method(reader):
    """How the figures are made: the sum over the plans, and the rules in words."""
    yield heading(_("How these figures come about"))
    if reader.document["progress"]["verified"] is not None:
        yield words(_("What each plan adds: its weight times its verified percent, divided by 100."))
        yield sum_table(reader)
    for name, text in method_words():
        yield {"kind": "rule", "name": name, "text": text}
    yield words(_("The status of a plan is the first of these that fits, on figures that are not rounded:"))
    for status, text in status_rules():
        yield {"kind": "rule", "name": ["s", status.value, str(STATUS_WORDS[status])], "text": text}
    yield words(
        _(
            "Figures are exact in the document and rounded only where they are printed, so that a sum may be one tenth "
            "off the printed figures. “—” means that nothing was recorded; it counts as zero."
        )
    )


def sum_table(reader):
    shown, rows = reader.words, []
    for plan in reader.document["plans"]:
        added = Decimal(plan["weight"]) * Decimal(plan["verified"] or 0) / 100
        made = f"{shown.figure(plan['weight'])} × {shown.percent(plan['verified'])}"
        title = [figure(shown.digits(plan["number"])), reader.said(plan["title"])]
        rows.append([*title, figure(made), figure(shown.percent(added))])
    verified = figure(shown.percent(reader.document["progress"]["verified"]))
    head = ["#", _("Action plan"), _("Weight × verified percent"), _("Adds")]
    return table(head, [0, 1, 0, 0], rows, ["", _("The year"), "", verified])


def method_words():
    return [
        (
            _("Planned"),
            _(
                "The share of each activity that is planned up to the day of the page, by the baseline that the council"
                " approved: in equal steps from its first day to its last, or from zero to one hundred on the day of a "
                "milestone. It is multiplied by the weight of the activity and of the plan, and added up."
            ),
        ),
        (
            _("Reported"),
            _(
                "The newest figure about a day up to the day of the page that the facilitator recorded. A report that "
                "was returned counts nowhere."
            ),
        ),
        (
            _("Verified"),
            _(
                "The newest figure that the technical supervisor verified, with the supervisor's own percent. The two "
                "are never mixed, and nobody verifies their own report."
            ),
        ),
    ]


def status_rules():
    return [
        (
            Status.STOPPED,
            _(
                "the council stopped it by a decision; it keeps its weight and its planned curve, what was reported and"
                " verified stays as of that day"
            ),
        ),
        (Status.DONE, _("100 percent is verified")),
        (Status.NOT_STARTED, _("nothing is planned up to the day, and nothing verified")),
        (Status.ON_TRACK, _("verified is at least 95 percent of planned, or nothing is planned yet")),
        (Status.AT_RISK, _("verified is at least 80 percent of planned")),
        (Status.BEHIND, _("verified is less than 80 percent of planned")),
    ]


def check_part(reader, sha256, seal):
    """The last page."""
    address = check_address()
    return {
        "heading": _("How to check this report"),
        "text": [
            _(
                "This report was made from one document when the edition was frozen, and from nothing else. "
                "The document is published as a file beside it; its SHA-256 is printed below and stands in the "
                "properties of this file."
            ),
            _(
                "Scan the picture or open the address and give the page this file: it says whether the file is "
                "genuine, altered or unknown, and of which edition it is. The command below gives the SHA-256 of the "
                "document."
            ),
        ],
        "rows": [
            [name, code(value) if value.isascii() else value] for name, value in check_lines(reader, sha256, seal)
        ],
        "address": address,
        "qr": qr_code(address),
        "qr_alt": _("QR code of the page that checks files of editions"),
    }
