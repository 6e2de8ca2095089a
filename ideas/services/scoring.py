"""Scoring: at least two people without a conflict, each for themselves; all are shown once all are in."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from filing.services import record_change, record_changes
from ideas.models import QUESTIONS, Idea, IdeaScore
from ideas.services.conflicts import conflict_of, refuse_conflict
from ideas.services.states import lock_idea, move_idea, require_words

FEWEST = 2  # scorers whose answers count
ASKED, GIVEN, CONFLICT, DROPPED = "asked", "scored", "conflict of interest", "not asked any more"


def scorers():
    """Everybody who may score ideas by their role, by name."""
    may = Permission.objects.filter(content_type__app_label="ideas", codename="score_idea")
    which = Q(groups__permissions__in=may) | Q(user_permissions__in=may)
    return get_user_model().objects.filter(which, is_active=True).distinct().order_by("full_name", "pk")


@transaction.atomic
def assign_scorers(*, idea, scorers, by):
    """Ask these people too; with those asked before they are two at least, none with a conflict. ValidationError."""
    idea = hold_open(idea)
    refuse_conflict(idea, by)
    before = set(idea.scores.values_list("scorer_id", flat=True))
    new = [person for person in scorers if person.pk not in before]
    for person in new:
        if not person.has_perm("ideas.score_idea"):
            raise ValidationError(_("%(person)s may not score ideas.") % {"person": person}, code="role")
        if conflict_of(idea, person):
            text = _("%(person)s had this idea or acts for its firm, and cannot judge it. Choose somebody else.")
            raise ValidationError(text % {"person": person}, code="conflict")
    if idea.scores.asked().count() + len(new) < FEWEST:
        raise ValidationError(_("Choose at least two people: one alone decides nothing."), code="few")
    rows = IdeaScore.objects.bulk_create(IdeaScore(idea=idea, scorer=person) for person in new)
    record_changes(rows, by=by, old="", new=ASKED)
    return rows


@transaction.atomic
def drop_scorer(*, score, by):
    """Take somebody off the idea who has not answered; two must remain. All may be in by that. ValidationError.

    A declared conflict stays, or the person could be asked once more.
    """
    idea = hold_open(score.idea)
    refuse_conflict(idea, by)
    row = idea.scores.select_for_update(of=("self",)).get(pk=score.pk)
    if row.given_at:
        raise ValidationError(_("This person has scored already: the score stands."), code="given")
    if row.has_conflict:
        raise ValidationError(_("This person declared a conflict of interest: that stands."), code="declared")
    if idea.scores.asked().exclude(pk=row.pk).count() < FEWEST:
        raise ValidationError(_("At least two people score an idea. Ask somebody else first."), code="few")
    record_change(row, by=by, old=ASKED, new=DROPPED)
    row.delete()
    reveal_when_complete(idea, by=by)


@transaction.atomic
def declare_conflict(*, idea, by, conflict):
    """A scorer says that they cannot judge: their figures, if any, go, and nobody counts on them. ValidationError."""
    idea = hold_open(idea)
    row = own_row(idea, by)
    require_words(conflict, "conflict", _("Write in a few words which conflict it is."))
    old = GIVEN if row.given_at else ASKED
    row.has_conflict, row.conflict, row.given_at, row.comment = True, conflict, None, ""
    for name in QUESTIONS:
        setattr(row, name, None)
    row.save()
    record_change(row, by=by, old=old, new=CONFLICT)
    reveal_when_complete(idea, by=by)


@transaction.atomic
def give_score(*, idea, by, grades, comment=""):
    """One's own grades by question; they may be mended until all are in. Raises ValidationError.

    When this was the last one, all scores are shown and fixed, in the same transaction.
    """
    idea = hold_open(idea)
    refuse_conflict(idea, by)
    row = own_row(idea, by)
    old = GIVEN if row.given_at else ASKED
    for name in QUESTIONS:
        setattr(row, name, require_grade(name, grades.get(name)))
    row.comment, row.given_at = comment, timezone.now()
    row.full_clean()
    row.save()
    record_change(row, by=by, old=old, new=GIVEN)
    reveal_when_complete(idea, by=by)
    return row


def hold_open(idea):
    """The locked idea while it is being scored. Raises ValidationError before and after."""
    idea = lock_idea(idea)
    if idea.is_revealed:
        raise ValidationError(_("All scores are in and shown: none of them changes any more."), code="revealed")
    if idea.state != Idea.State.SCREENED:
        text = _("This idea is «%(state)s»: it is not being scored.") % {"state": idea.get_state_display()}
        raise ValidationError(text, code="wrong_state")
    return idea


def own_row(idea, user):
    row = idea.scores.select_for_update(of=("self",)).filter(scorer=user).first()
    if row is None:
        raise ValidationError(_("You were not asked to score this idea."), code="not_asked")
    return row


def require_grade(name, grade):
    if not isinstance(grade, int) or not IdeaScore.LOWEST <= grade <= IdeaScore.HIGHEST:
        raise ValidationError({name: _("Choose a grade from 1 to 5.")})
    return grade


def reveal_when_complete(idea, *, by):
    """Every asked scorer without a conflict has answered, and they are two at least: the idea is scored."""
    counting = list(idea.scores.asked())
    if len(counting) < FEWEST or any(row.given_at is None for row in counting):
        return
    idea.scores.filter(pk__in=[row.pk for row in counting]).update(is_final=True)
    move_idea(idea, Idea.State.SCORED, by=by, scored_at=timezone.now())
