"""What a year holds beside its plans, each with its sources: decisions, money, courses, firms, gaps, hand-over."""

from actionplans.money import Sums, year_money
from council.models import Decision, Meeting
from council.models.decision import is_confidential
from editions.document.plans import institution
from editions.document.values import amount, day, share, texts
from handover.models import Criterion
from handover.standing import readiness_of
from market.findings.standing import gaps_addressed_in, gaps_closed_in
from market.models import Finding
from members.aggregates import NO_SECTION
from persian.jalali import today
from reports.pages.firms import tables_of
from reports.pages.trainings import SUMS
from reports.reading import read_trainings, round_of
from trainings.distributions import GRADES

FIRM_SUMS = ("firms", "staff", "women", "graduates", "exports", "local_sales")


def decision_rows(year, upto):
    """Every decision that was adopted up to the day; the words of one that was confidential then stay out. One query.

    Who reads the document is everybody, so confidentiality is asked of the edition's day and not of the clock.
    """
    rows = Decision.objects.adopted().filter(agenda_item__meeting__year=year, adopted_on__lte=upto)
    rows = rows.select_related("agenda_item__meeting__year", "source", "supersedes")
    return [decision_row(row, upto) for row in sorted(rows, key=lambda row: row.number)]


def decision_row(row, upto):
    is_closed = is_confidential(row.confidential_until, upto)
    return {
        "number": row.number,
        "meeting": row.agenda_item.meeting.key,
        "adopted_on": day(row.adopted_on),
        "text": None if is_closed else texts(row.text, row.text_en),
        "confidential_until": day(row.confidential_until) if is_closed else None,
        "votes": None if is_closed else votes(row),
        "supersedes": row.supersedes.number if row.supersedes_id else None,
        "source": row.source.number if row.source_id else None,
        "is_sample": row.is_sample,
    }


def votes(row):
    if row.by_consensus:
        return "consensus"
    if row.votes_for is None:
        return None
    return {"for": row.votes_for, "against": row.votes_against or 0, "abstain": row.votes_abstain or 0}


def meeting_rows(year, upto):
    """The meetings whose minutes are published, with the hash of their minutes. One query."""
    rows = Meeting.objects.filter(year=year, state=Meeting.State.PUBLISHED, held_on__lte=upto)
    return [
        {
            "key": row.key,
            "held_on": day(row.held_on),
            "minutes_sha256": row.minutes.sha256 if hasattr(row, "minutes") else None,
            "source": row.source.number if row.source_id else None,
            "is_sample": row.is_sample,
        }
        for row in rows.select_related("year", "minutes", "source").order_by("number")
    ]


def money_facts(year, upto, user):
    """Commitments with their decisions, in whole rials. Of a year that is over every payment counts. One query."""
    lines = [line for line in year_money(year, user=user, day=upto if upto < year.end else today()) if line.approved]
    lines.sort(key=natural_line)
    return {
        "lines": [
            {
                "plan": f"{year.year}/{line.funding.plan.number}",
                "institution": institution(line.funding.institution),
                "kind": line.funding.kind,
                "subject": texts(line.funding.subject, line.funding.subject_en),
                "pledged": line.pledged,
                "approved": line.approved,
                "paid": line.paid,
                "decision": line.funding.decision.number,
            }
            for line in lines
        ],
        "total": sums_of(lines),
    }


def natural_line(line):
    """A commitment has no key of its own: what it says gives its place, whichever row was written first."""
    funding = line.funding
    said = (funding.institution.key, funding.kind, funding.decision.number, funding.subject, funding.subject_en)
    return funding.plan.number, *said, line.pledged, line.approved, line.paid


def sums_of(lines):
    sums = Sums.of(lines)
    return {name: getattr(sums, name) for name in ("pledged", "approved", "paid", "paid_cash", "paid_in_kind")}


def training_facts(year):
    """Courses that ended in the year and whom they reached; ``year`` was read with its counts. One query."""
    rows = sorted(read_trainings(year), key=lambda row: (row.ends_on, row.slug))
    return {
        "sums": {name: int(getattr(year, name)) for name in SUMS},
        "grades": {str(grade): int(getattr(year, f"grade_{grade}")) for grade in GRADES},
        "courses": [
            {
                "slug": row.slug,
                "title": texts(row.title, row.title_en),
                "kind": row.kind,
                "provider": institution(row.provider),
                "plan": row.plan.key if row.plan_id and row.plan.approved_by_id else None,
                "ended_on": day(row.ends_on),
                "trained": row.trained,
                "completed": row.completed,
                "certified": row.certified,
                "firms": row.firms,
                "is_sample": row.is_sample,
            }
            for row in rows
        ],
    }


def firm_facts(year):
    """What firms reported, as the sums that are shown: a hidden cell has no figure. None before a return. No query."""
    found, return_round = tables_of(year), round_of(year)
    if found is None:
        return None
    names = return_round.sections
    return {
        "closed_on": day(return_round.closed_on),
        "asked": return_round.asked,
        "total": cell(found.total),
        "sizes": [{"size": key, "sums": cell(sums)} for key, sums in found.sizes.items()],
        "sections": [
            {
                "section": None if key == NO_SECTION else texts(names[str(key)]["name"], names[str(key)]["name_en"]),
                "sums": cell(sums),
            }
            for key, sums in found.sections.items()
        ],
        "is_sample": found.has_sample,
    }


def cell(sums):
    return sums and {name: int(getattr(sums, name)) for name in FIRM_SUMS}


def gap_facts(year, upto, records):
    """The gaps that the year's plans remedy, as they stood on the day; a closed one names its proof. Five queries."""
    gaps = Finding.objects.filter(pk__in=gaps_addressed_in(year, day=upto).values("pk")).order_by("number")
    rows = [gap_row(row, upto, records) for row in gaps.prefetch_related("links__plan__year")]
    return {"addressed": len(rows), "closed": gaps_closed_in(year, day=upto).count(), "gaps": rows}


def gap_row(row, upto, records):
    proof = records.entry_keys.get(row.closing_entry_id) or records.reading_keys.get(row.closing_reading_id)
    is_closed = row.state == Finding.State.CLOSED and row.closed_on <= upto
    plans = sorted((link.plan.year.year, link.plan.number) for link in row.links.all() if link.plan.approved_by_id)
    return {
        "number": row.number,
        "title": texts(row.title, row.title_en),
        "state": Finding.State.CLOSED.value if is_closed else Finding.State.ADDRESSED.value,
        "addressed_on": day(row.addressed_on),
        "closed_on": day(row.closed_on) if is_closed else None,
        "closed_by": proof if is_closed else None,
        "plans": [f"{in_year}/{number}" for in_year, number in plans],
        "is_sample": row.is_sample,
    }


def readiness_facts(upto):
    """The hand-over's criteria with their newest score up to the day; None before the first assessment. One query."""
    rows = list(Criterion.objects.with_newest(upto).order_by("order"))
    if not any(row.score is not None for row in rows):
        return None
    standing = readiness_of(rows)
    return {
        "share": share(standing.share),
        "met": standing.met,
        "must_haves": standing.must_haves,
        "criteria": [
            {
                "key": row.key,
                "text": texts(row.text, row.text_en),
                "weight": amount(row.weight),
                "threshold": row.threshold,
                "must_have": row.must_have,
                "score": row.score,
                "scored_on": day(row.scored_on),
                "is_sample": row.is_sample,
            }
            for row in rows
        ],
    }
