"""The indicators of a plan: from where, to where, and what was read, with the supervisor's view of each reading."""

from collections import defaultdict

from django.utils.translation import gettext as _

from reports.pages.records import RETURNED, recorded, state_of, verified_figure, view


def indicator_rows(rows, people, words):
    """One dict per indicator; the newest reading up to the day stands in the table, all of them below it."""
    targets = targets_in_force(rows)
    readings = defaultdict(list)
    for reading in rows.readings:
        readings[reading.indicator_id].append(reading)
    return [
        indicator_row(row, targets.get(row.pk, row.target), readings[row.pk], rows, people, words)
        for row in rows.indicators
    ]


def targets_in_force(rows):
    """The target of each indicator in the baseline in force on the day; a draft has none yet."""
    figures = rows.progress.figures
    if figures is None:
        return {}
    frozen = {row.pk: row.version for row in rows.baselines}
    version = figures.baseline.version
    return {row.indicator_id: row.target for row in rows.targets if frozen.get(row.baseline_id) == version}


def indicator_row(indicator, target, readings, rows, people, words):
    upto = [reading for reading in readings if reading.as_of <= rows.day and not is_returned(reading, rows)]
    newest = upto[0] if upto else None
    verified = next((found for reading in upto if (found := verified_value(reading, rows)) is not None), None)
    return {
        "number": words.digits(indicator.number),
        "name": words.name(indicator.title, indicator.title_en),
        "level": indicator.get_level_display(),
        "unit": words.name(indicator.unit, indicator.unit_en),
        "direction": indicator.get_direction_display(),
        "start": words.figure(indicator.baseline_value),
        "start_on": words.day(indicator.baseline_on) if indicator.baseline_on else "",
        "target": words.figure(target),
        "reported": words.figure(newest.value if newest else None),
        "verified": words.figure(verified),
        "day": words.short_day(newest.as_of) if newest else "",
        "readings": [reading_row(reading, rows, people, words) for reading in readings],
    }


def is_returned(reading, rows):
    return state_of(rows.verdicts.get(("reading", reading.pk), [])) == "returned"


def verified_value(reading, rows):
    return verified_figure(rows.verdicts.get(("reading", reading.pk), []), "value")


def reading_row(reading, rows, people, words):
    verdicts = rows.verdicts.get(("reading", reading.pk), [])
    return {
        "pk": reading.pk,
        "day": words.day(reading.as_of),
        "value": words.figure(reading.value),
        "note": words.persian(reading.note),
        "by": recorded(reading, people, words),
        "views": [reading_view(reading, verdict, people, words) for verdict in verdicts],
    }


def reading_view(reading, verdict, people, words):
    if verdict.verdict == RETURNED:
        word = _("Returned")
    elif verdict.value == reading.value:
        word = _("Verified")
    else:
        word = _("Verified as %(percent)s") % {"percent": words.figure(verdict.value)}
    return view(verdict, word, people, words)
