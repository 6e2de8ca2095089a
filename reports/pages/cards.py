"""A plan as a card: number, title, lead, the three-layer bar, status, what is due next."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.arithmetic import Status
from reports.pages.addresses import decision_url
from reports.pages.words import geometry, status_key


def plan_cards(progress, addresses, words):
    """One card per plan that the reader may see; a plan without baseline is a draft and has no figures."""
    return [
        card(row, addresses, words) if row.figures is not None else draft_card(row, addresses, words)
        for row in progress.plans
    ]


def card(row, addresses, words):
    plan, figures = row.plan, row.figures
    return {
        "number": words.digits(plan.number),
        "weight": words.figure(figures.weight),
        "name": words.name(plan.title, plan.title_en),
        "url": addresses.plan(plan.number),
        "lead": words.name(plan.lead.name, plan.lead.name_en) if plan.lead else "",
        "status": status_key(figures.status),
        "bar": bar(figures),
        "next": next_line(row, words),
        "figures": three(figures, words),
    }


def draft_card(row, addresses, words):
    plan = row.plan
    return {
        "number": words.digits(plan.number),
        "weight": words.figure(plan.weight),
        "name": words.name(plan.title, plan.title_en),
        "url": addresses.plan(plan.number),
        "lead": words.name(plan.lead.name, plan.lead.name_en) if plan.lead else "",
        "draft": plan.get_state_display(),
    }


def three(figures, words):
    """The three percents of a plan as text; a dash where nothing was recorded."""
    return {
        "planned": words.percent(figures.planned),
        "reported": words.percent(figures.reported if figures.has_report else None),
        "verified": words.percent(figures.verified if figures.has_verification else None),
    }


def bar(figures):
    return {kind: geometry(getattr(figures, kind)) for kind in ("planned", "reported", "verified")}


def next_line(row, words):
    """The next due activity, how long it is overdue, or why there is none."""
    if row.figures.status == Status.STOPPED:
        return stopped_line(row, words)
    due = row.next_due
    if due is None:
        return _("All activities are verified as complete.")
    name = words.name(due.facts.title, due.facts.title_en)
    late = (row.day - due.facts.finish).days
    if late > 0:
        days = ngettext("Overdue by %(count)s day:", "Overdue by %(count)s days:", late)
        return format_html('<span class="over">{}</span> {}', days % {"count": words.figure(late)}, name)
    return format_html(_("Next due: {name}, {day}"), name=name, day=words.short_day(due.facts.finish))


def stopped_line(row, words):
    if not row.plan.stopped_by_id:
        return _("Stopped by the council.")
    number = row.plan.stopped_by.number
    return format_html(
        _('Stopped on {day} by <a href="{url}">decision {number}</a>; the values stay as of that day'),
        day=words.short_day(row.plan.stopped_on),
        url=decision_url(number),
        number=words.code(number),
    )
