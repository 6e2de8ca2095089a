"""What freezing still asks for, the same for the page, the refusal and the browser: each item with where to mend it."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.figures import year_progress
from actionplans.models import ProgressEntry
from council.models import Meeting
from editions.document.plans import far_behind
from editions.document.records import Records
from editions.models import EditionNote
from persian.digits import localised
from persian.jalali import format_day
from persian.numbers import number
from reports.reading import read_obstacles

UNPUBLISHED = [Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.CONFIRMED]
Kind = EditionNote.Kind


@dataclass
class Task:
    """One thing to do before freezing; ``kind`` and ``subject`` of the note that settles it, "" where none can."""

    text: str
    kind: str = ""
    subject: str = ""
    url: str = ""
    note: EditionNote | None = None
    proposed: dict = field(default_factory=dict)

    @property
    def is_done(self):
        return self.note is not None


def tasks_of(edition):
    """Every item, those that a note settled among them. Some fifteen queries, whatever the number of items."""
    notes = {(note.kind, note.subject): note for note in edition.notes.all()}
    tasks = [*unpublished_meetings(edition), *unverified_reports(edition), *plans_far_behind(edition)]
    for task in tasks:
        task.note = notes.get((task.kind, task.subject))
    return tasks


def missing_of(edition):
    """What refuses the freezing, in words."""
    return [task.text for task in tasks_of(edition) if not task.is_done]


def unpublished_meetings(edition):
    """Meetings up to the edition's day whose minutes the public cannot read yet. One query."""
    rows = Meeting.objects.filter(year=edition.year, state__in=UNPUBLISHED, held_on__lte=edition.as_of, source=None)
    text = _("Publish the minutes of meeting %(number)s of %(day)s: they are «%(state)s».")
    return [
        Task(
            text=text
            % {
                "number": localised(row.number),
                "day": format_day(row.held_on),
                "state": row.get_state_display(),
            },
            url=reverse("admin:council_meeting_board", args=[row.pk]),
        )
        for row in rows.order_by("number")
    ]


def unverified_reports(edition):
    """Reports up to the day on which the supervisor said nothing yet."""
    return [
        Task(text=words_of(row), kind=Kind.UNVERIFIED, subject=key, url=plan_url(row.plan))
        for key, row in Records(edition.year, edition.as_of).unverified()
    ]


def words_of(row):
    """Which report it is, as people call it, and what to do."""
    if isinstance(row, ProgressEntry):
        text = _(
            "Have the report of %(day)s on activity %(number)s of plan %(plan)s verified or returned, or say why it "
            "stays unverified."
        )
        number = row.activity.number
    else:
        text = _(
            "Have the reading of %(day)s of indicator %(number)s of plan %(plan)s verified or returned, or say why it "
            "stays unverified."
        )
        number = row.indicator.number
    return text % {
        "day": format_day(row.as_of),
        "number": localised(number),
        "plan": localised(row.plan.number),
    }


def plan_url(plan):
    return reverse("reports:plan_detail", args=[plan.year.year, plan.number])


def plans_far_behind(edition):
    """Plans for which more than ten points less are verified than planned (I12), with what their reports say of it."""
    progress = year_progress(edition.year, user=AnonymousUser(), day=edition.as_of)
    behind = far_behind(progress)
    told = read_obstacles([row.plan.pk for row in behind], edition.as_of)
    text = _("Plan %(number)s is %(points)s points behind: say why, and what is done about it.")
    return [
        Task(
            text=text
            % {"number": localised(row.plan.number), "points": number(row.figures.planned - row.figures.verified, 1)},
            kind=Kind.BEHIND,
            subject=f"{edition.year.year}/{row.plan.number}",
            url=plan_url(row.plan),
            proposed=told.get(row.plan.pk, {}),
        )
        for row in behind
    ]
