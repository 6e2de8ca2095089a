"""What one baseline changed against the one before it, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.pages.words import sentence


def frozen_line(facts, targets, words):
    """«Five activities with weights that sum to 100, and four targets, were frozen.»"""
    amount, goals = len(facts.activities), len(targets)
    activities = ngettext("%(count)s activity", "%(count)s activities", amount) % {"count": words.count(amount)}
    weight = words.figure(sum(row.weight for row in facts.activities))
    if not goals:
        text = _("%(activities)s whose weights sum to %(weight)s: frozen.")
        return sentence(text % {"activities": activities, "weight": weight})
    ends = ngettext("%(count)s target", "%(count)s targets", goals) % {"count": words.count(goals)}
    text = _("%(activities)s whose weights sum to %(weight)s, and %(targets)s: frozen.")
    return sentence(text % {"activities": activities, "weight": weight, "targets": ends})


def baseline_changes(before, now, words):
    """One line per difference between two (facts, targets by indicator id)."""
    (old, old_targets), (new, new_targets) = before, now
    lines = []
    if old.weight != new.weight:
        lines.append(
            format_html(
                _("Weight of the plan: from {old} to {new}"), old=words.figure(old.weight), new=words.figure(new.weight)
            )
        )
    was, stays = ({row.activity: row for row in facts.activities} for facts in (old, new))
    lines += [line for key, row in stays.items() if key in was for line in activity_changes(was[key], row, words)]
    lines += [
        named(_("{name}: added with weight {weight}"), row, words) for key, row in stays.items() if key not in was
    ]
    lines += [named(_("{name}: dropped"), row, words) for key, row in was.items() if key not in stays]
    return lines + target_changes(old_targets, new_targets, words)


def named(pattern, row, words):
    return format_html(pattern, name=words.name(row.title, row.title_en), weight=words.figure(row.weight))


def activity_changes(old, new, words):
    """Weight, first day, last day and kind of one activity, each on its own line."""
    pairs = []
    if old.weight != new.weight:
        pairs.append((_("{name}: weight from {old} to {new}"), words.figure(old.weight), words.figure(new.weight)))
    if old.start != new.start:
        pairs.append((_("{name}: first day from {old} to {new}"), words.day(old.start), words.day(new.start)))
    if old.finish != new.finish:
        pairs.append((_("{name}: last day from {old} to {new}"), words.day(old.finish), words.day(new.finish)))
    if old.is_milestone != new.is_milestone:
        kinds = {True: _("milestone"), False: _("linear")}
        pairs.append((_("{name}: from {old} to {new}"), kinds[old.is_milestone], kinds[new.is_milestone]))
    if old.title != new.title:
        pairs.append((_("{name}: called “{old}” before"), words.persian(old.title), ""))
    return [
        format_html(pattern, name=words.name(new.title, new.title_en), old=was, new=becomes)
        for pattern, was, becomes in pairs
    ]


def target_changes(old, new, words):
    """Targets that moved, came or went; both are rows by indicator id."""
    lines = []
    for key, row in new.items():
        name = words.name(row.indicator.title, row.indicator.title_en)
        if key not in old:
            pattern = _("Target of {name}: {new}")
            lines.append(format_html(pattern, name=name, new=words.figure(row.target)))
        elif old[key].target != row.target:
            pattern = _("Target of {name}: from {old} to {new}")
            was = words.figure(old[key].target)
            lines.append(format_html(pattern, name=name, old=was, new=words.figure(row.target)))
    gone = [old[key].indicator for key in old.keys() - new.keys()]
    lines += [
        format_html(_("Target of {name}: dropped"), name=words.name(row.title, row.title_en))
        for row in sorted(gone, key=lambda row: row.number)
    ]
    return lines
