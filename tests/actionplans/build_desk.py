"""What the tests of the desks send, in the words of the pages."""

import datetime as dt
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import override

from actionplans.models import Evidence
from filing.models import StoredFile
from tests import build

PROGRESS = "admin:actionplans_progress_desk"
VERIFY = "admin:actionplans_verify_desk"
MONTHS = "admin:actionplans_month_locks"
SHAHRIVAR_31 = dt.date(2024, 9, 21)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def approved_plan(*weights, **fields):
    """An approved plan of 1403 with one activity per weight, each over the whole year. Gives (plan, activities)."""
    plan = build.plan(**fields)
    activities = [build.activity(plan, Decimal(weight)) for weight in weights or ["100"]]
    build.approve(plan)
    return plan, activities


def row(activity, percent="", seen=0, **boxes):
    """One row of the progress desk as a browser sends it; what is not named is empty, as on the page."""
    values = {"narrative": "", "fall_reason": "", "obstacle": "", "corrective_action": ""}
    values |= {"percent": percent, "seen": seen} | boxes
    return {f"a{activity.pk}-{name}": value for name, value in values.items()}


def save(client, *rows, as_of="1403/06/31", key="one", act="save", language="fa", **more):
    """Press «record» on the progress desk."""
    data = {"act": act, "key": key, "year": "1403", "as_of": as_of, "show": "all"} | more
    for one in rows:
        data |= one
    return client.post(address(PROGRESS, language), data)


def address(name, language="fa"):
    with override(language):
        return reverse(name)


def entries(activity):
    """The percents recorded so far, oldest first."""
    return list(activity.entries.order_by("pk").values_list("percent", flat=True))


def problems(response):
    """The refusals on top of the page, by the number of the activity."""
    return {line.facts.number: [text for _anchor, text in line.problems] for line in response.context["failed"]}


def line_of(response, activity):
    """The activity's row as the page shows it."""
    lines = [line for _block, lines in response.context["blocks"] for line in lines]
    return next(line for line in lines if line.pk == activity.pk)


def decide(client, *decisions, act="review", **more):
    """Send the verify desk; each decision is (row's prefix, what, figure, reason)."""
    data = {"act": act, "year": "1403"} | more
    for prefix, decision, *rest in decisions:
        figure, reason = (*rest, "", "")[:2]
        data |= {f"{prefix}-decision": decision, f"{prefix}-figure": figure, f"{prefix}-reason": reason}
    return client.post(address(VERIFY), data)


def confirm(client, *decisions, key="one", **more):
    """Send the review page's confirmation."""
    return decide(client, *decisions, act="confirm", key=key, chosen=[prefix for prefix, *_rest in decisions], **more)


def evidence(entry, name="برگه.pdf"):
    """A PDF of 200 kilobytes behind an entry; its bytes are nowhere."""
    file = StoredFile.objects.create(
        sha256="0" * 64, name=name, content_type="application/pdf", size=204800, uploaded_by=entry.recorded_by
    )
    return Evidence.objects.create(entry=entry, file=file, caption=name, added_by=entry.recorded_by)


def waiting(activity, percent="50", **fields):
    """An entry for 31 Shahrivar that no supervisor has seen."""
    return build.entry(activity, Decimal(percent), as_of=SHAHRIVAR_31, **fields)
