"""The whole story of one finding: found, accepted, tied to plans, closed on a verified report. No query."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from actionplans.models import Verification
from council.models import Meeting
from council.models.cluster import in_language
from market.models import Finding
from persian.digits import localised
from persian.numbers import number

State = Finding.State
VERIFIED = Verification.Verdict.VERIFIED


def story(finding, links, verdicts, *, open_to_desk):
    """The events for ``includes/story.html``, oldest first. ``verdicts``: on the closing report, newest first.

    ``open_to_desk``: the reader may know which firm said it, and meetings whose minutes are no minutes yet.
    """
    events = [found(finding, open_to_desk=open_to_desk), *judged(finding), *(linked(link) for link in links)]
    events += addressed(finding) + proven(finding, verdicts) + closed(finding, verdicts)
    ordered = sorted(enumerate(events), key=lambda pair: (pair[1]["day"], pair[0]))
    return [event for _place, event in ordered]


def found(finding, *, open_to_desk):
    event = {"kind": _("Identified"), "day": finding.identified_on, "icon": "i-find"}
    title = _("Found in %(origin)s") % {"origin": finding.get_origin_display()}
    event |= {"title": title, "text": ""}
    if finding.origin != Finding.Origin.FIRM or open_to_desk:
        event["text"] = bdi(finding.shown_source)
    item = finding.agenda_item
    if item and (item.meeting.state == Meeting.State.PUBLISHED or open_to_desk):
        address = reverse("council:meeting_detail", args=[item.meeting.key]) + f"#item-{item.order}"
        words = _("Meeting %(number)s, agenda item %(order)s: %(title)s")
        event["title"] = words % {
            "number": localised(item.meeting.key),
            "order": localised(item.order),
            "title": item.shown_title,
        }
        event["url"] = address
    return event


def judged(finding):
    if finding.state == State.REJECTED:
        return [
            {
                "kind": _("Rejected"),
                "day": finding.rejected_on,
                "title": persian(finding.rejected_because),
                "icon": "s-stop",
                "tone": "warn",
            }
        ]
    if finding.accepted_on is None:
        return []
    text = _("It is a finding of the cluster and public from this day on.")
    return [{"kind": _("Accepted"), "day": finding.accepted_on, "title": text, "icon": "s-ok"}]


def linked(link):
    plan = link.plan
    return {
        "kind": _("Plan linked"),
        "day": link.linked_on,
        "title": _("Action plan %(number)s of %(year)s: %(title)s")
        % {
            "number": localised(plan.number),
            "year": localised(plan.year.year),
            "title": in_language(plan.title, plan.title_en),
        },
        "url": reverse("reports:plan_detail", args=[plan.year.year, plan.number]),
        "text": persian(link.note),
        "icon": "s-none",
    }


def addressed(finding):
    if finding.addressed_on is None:
        return []
    text = _("A plan that the council approved remedies it.")
    return [{"kind": _("Addressed"), "day": finding.addressed_on, "title": text, "icon": "s-ok"}]


def verified_first(verdicts):
    return next((verdict for verdict in reversed(verdicts) if verdict.verdict == VERIFIED), None)


def proof_of(finding, verdicts):
    """The closing report in words and where it stands; None while there is none."""
    if finding.closing_report is None:
        return None
    newest = next((verdict for verdict in verdicts if verdict.verdict == VERIFIED), None)
    return {"words": proof_words(finding, newest), "url": proof_url(finding)}


def proven(finding, verdicts):
    """The report that closed it, at the day on which it was verified first."""
    first = verified_first(verdicts)
    if first is None or finding.closing_report is None:
        return []
    return [
        {
            "kind": _("Verified"),
            "day": timezone.localdate(first.at),
            "title": proof_words(finding, first),
            "url": proof_url(finding),
            "text": _("Verified by the technical supervisor, with evidence."),
            "icon": "s-done",
        }
    ]


def closed(finding, verdicts):
    if finding.state != State.CLOSED:
        return []
    text = persian(finding.closing_note) or _("The report shows that it is remedied.")
    events = [{"kind": _("Closed"), "day": finding.closed_on, "title": text, "icon": "s-done"}]
    if finding.is_in_doubt:
        returned = next((verdict for verdict in verdicts if verdict.verdict != VERIFIED), None)
        events.append(
            {
                "kind": _("Returned"),
                "day": timezone.localdate(returned.at) if returned else finding.closed_on,
                "title": _("The supervisor returned the report that closed it."),
                "text": persian(returned.reason) if returned else "",
                "icon": "s-ret",
                "tone": "bad",
            }
        )
    return events


def proof_words(finding, verdict):
    """«Shops in the market: 120 shops» or «Building the market: 100 percent»: the figure is the supervisor's own."""
    if finding.closing_reading:
        indicator = finding.closing_reading.indicator
        unit = in_language(indicator.unit, indicator.unit_en)
        figure, title = f"{number(verdict.value)} {unit}", in_language(indicator.title, indicator.title_en)
    else:
        activity = finding.closing_entry.activity
        figure = _("%(percent)s percent") % {"percent": number(verdict.percent)}
        title = in_language(activity.title, activity.title_en)
    return format_html("{}: {}", bdi(title), figure)


def proof_url(finding):
    """Where the report stands on its plan's page, with every verdict on it and its evidence."""
    plan = finding.closing_report.plan
    return reverse("reports:plan_detail", args=[plan.year.year, plan.number]) + finding.report_anchor


def bdi(text):
    return format_html('<bdi class="long">{}</bdi>', text) if text else ""


def persian(text):
    """A text that exists in Persian only."""
    return format_html('<bdi class="long" lang="fa">{}</bdi>', text) if text else ""
