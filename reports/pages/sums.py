"""How a figure is made: weight × percent of each part, and the sum that the page shows."""

from persian.numbers import largest_remainder
from reports.pages.words import product

KINDS = ("planned", "reported", "verified")


def sum_table(parts, totals, words):
    """The rows and the foot of a table «how this number is made».

    ``parts``: dicts with ``number``, ``name``, ``url``, ``weight`` and each kind's percent, None without any record.
    ``totals``: the exact sum of each kind. The shown shares are rounded by largest remainder, so that they add up to
    the shown sum.
    """
    rows = [part | {"weight": words.figure(part["weight"])} for part in parts]
    for kind in KINDS:
        shares = largest_remainder([product(part["weight"], part[kind] or 0) for part in parts], 1, totals[kind])
        for row, part, share in zip(rows, parts, shares, strict=True):
            row[kind] = cell(part["weight"], part[kind], share, words)
    weight = words.figure(sum(part["weight"] for part in parts))
    return {"rows": rows, "weight": weight, "totals": {kind: words.percent(totals[kind]) for kind in KINDS}}


def cell(weight, percent, share, words):
    """The share and the product that it comes from; a dash where nothing was recorded, which counts as zero."""
    if percent is None:
        return {"share": words.percent(None), "made": ""}
    return {"share": words.percent(share), "made": f"{words.figure(weight)} × {words.percent(percent)}"}


def plan_parts(progress, words, address_of):
    """The plans in force of a year as parts of its figure."""
    return [
        {
            "number": words.digits(row.plan.number),
            "name": words.name(row.plan.title, row.plan.title_en),
            "url": address_of(row.plan.number),
            "weight": row.figures.weight,
            "planned": row.figures.planned,
            "reported": row.figures.reported if row.figures.has_report else None,
            "verified": row.figures.verified if row.figures.has_verification else None,
        }
        for row in progress.plans
        if row.figures is not None
    ]
