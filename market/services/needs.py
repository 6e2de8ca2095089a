"""A need's way: drafted, opened, closed at its deadline, decided; or withdrawn. Each event once, under its lock."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from filing.services import record_change, record_changes
from market.models import Need, NeedAnswer
from market.needs.matching import matching_firms
from market.notices import needs as notices
from members.models import Firm
from persian.jalali import format_moment, today
from persian.text import normalise

State, Outcome, Offer = Need.State, Need.Outcome, NeedAnswer.State
AT_A_TIME = 200  # letters of one step of the worker


def lock_need(need):
    """The need's row, locked until the transaction ends (SQLite has one writer at a time anyway)."""
    return Need.objects.select_for_update(of=("self",)).select_related("institution").get(pk=need.pk)


@transaction.atomic
def draft_need(*, need, capabilities, by):
    """Write a new need as a draft and give it its number; two at once get two numbers."""
    need.posted_by = by
    for _try in range(3):
        need.number = (Need.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                need.save(force_insert=True)
            break
        except IntegrityError:
            need.pk = None
    need.capabilities.set(capabilities)
    record_change(need, by=by, old="", new=State.DRAFT)
    return need


def require_step(need, state):
    """Raises ValidationError when the need cannot become ``state`` from where it is."""
    if state not in Need.TRANSITIONS[need.state]:
        raise ValidationError(
            _("The need is «%(old)s» and cannot become «%(new)s».")
            % {"old": need.get_state_display(), "new": State(state).label},
            code="wrong_state",
        )


def move_need(need, state, *, by, why=""):
    """Take a locked need to ``state`` with its line in the book. Raises ValidationError as ``require_step``."""
    require_step(need, state)
    old, need.state = need.state, state
    need.row_version += 1
    need.changed_at = timezone.now()
    need.save()
    record_change(need, by=by, old=old, new=state, why=why)


def require_future(deadline):
    """Raises ValidationError for a deadline that is over, with the time by the clock of Tehran."""
    now = timezone.now()
    if deadline <= now:
        text = _("The deadline %(deadline)s is over: it is %(now)s now. Choose a later one.")
        facts = {"deadline": format_moment(deadline), "now": format_moment(now)}
        raise ValidationError({"deadline": text % facts})


@transaction.atomic
def open_need(*, need, by, seen=None):
    """Firms can answer from now on, the worker writes to those that match. ValidationError names what is missing.

    ``seen``: the version that the page showed: nobody opens words for good that they have not read.
    """
    need = lock_need(need)
    if seen is not None and seen != need.row_version and need.state == State.DRAFT:
        text = _("The draft was changed after you opened this page. Read it as it is now, then open it.")
        raise ValidationError(text, code="changed")
    require_future(need.deadline)
    if not need.capabilities.exists():
        text = _("Choose at least one capability: by it the firms are found.")
        raise ValidationError({"capabilities": text})
    need.opened_at = timezone.now()
    move_need(need, State.OPEN, by=by)
    return need


@transaction.atomic
def extend_deadline(*, need, deadline, by):
    """More time for everybody; who answered is told and may change the answer. Never less time. ValidationError."""
    need = lock_need(need)
    if not need.is_open:
        raise ValidationError(_("The deadline is over: it cannot be moved any more."), code="over")
    if deadline <= need.deadline:
        text = _("The new deadline is later than %(deadline)s: firms rely on the time that they were given.")
        raise ValidationError({"deadline": text % {"deadline": format_moment(need.deadline)}})
    old, need.deadline = need.deadline, deadline
    need.row_version += 1
    need.changed_at = timezone.now()
    need.save(update_fields=["deadline", "row_version", "changed_at"])
    record_change(need, by=by, old=need.state, new=need.state, why=f"{old.isoformat()} → {deadline.isoformat()}")
    notices.tell_answerers(notices.EXTENDED, need, standing_answers(need), at=deadline.isoformat())
    return need


@transaction.atomic
def close_need(*, need, by=None):
    """At its deadline, never before: the answers are unsealed, the buyer is told how many. ValidationError."""
    need = lock_need(need)
    close_locked(need, by=by)
    return need


def close_locked(need, *, by):
    if need.state == State.OPEN and need.deadline > timezone.now():
        text = _("Firms can answer until %(deadline)s: the need is not closed before.")
        raise ValidationError(text % {"deadline": format_moment(need.deadline)}, code="early")
    move_need(need, State.CLOSED, by=by)
    notices.tell_buyer(need, need.answers.standing().count())


def close_needs():
    """What the clock does: needs past their deadline are closed."""
    for need in Need.objects.past(timezone.now()):
        with suppress(ValidationError):  # somebody decided or moved it at this moment
            close_need(need=need)


@transaction.atomic
def withdraw_need(*, need, by, why=""):
    """The buyer does not ask any more, before the deadline: who answered is told why. What they offered stays sealed.

    A draft needs no reason. Raises ValidationError; after the deadline the outcome «not bought» is the way.
    """
    need = lock_need(need)
    need.why = normalise(why)
    if need.state == State.OPEN and not need.is_open:
        raise ValidationError(_("The deadline is over: record the outcome «not bought» instead."), code="over")
    if need.state == State.OPEN and not need.why:
        raise ValidationError({"why": _("Say why: the firms that answered read it.")})
    move_need(need, State.WITHDRAWN, by=by, why=need.why)
    notices.tell_answerers(notices.WITHDRAWN, need, standing_answers(need))
    return need


def standing_answers(need):
    """The answers that count, each with its firm and the firm's ``people``. Three queries."""
    answers = list(need.answers.standing().order_by("pk"))
    firms = notices.with_people(Firm.objects.filter(pk__in=[answer.firm_id for answer in answers]))
    by_key = {firm.pk: firm for firm in firms}
    for answer in answers:
        answer.firm, answer.need = by_key[answer.firm_id], need
    return answers


@transaction.atomic
def decide_need(*, need, outcome, why, by, winner=None, amount=None, supplier_place="", decided_on=None):
    """What came of a need after its deadline: bought from the firm of ``winner`` (an answer's key), elsewhere, or not.

    Every answer gets its state, every firm that answered a letter. Raises ValidationError, by field where one is.
    """
    need = lock_need(need)
    if need.state == State.OPEN:
        close_locked(need, by=by)
    require_step(need, State.DECIDED)
    answers = standing_answers(need)
    refuse_interested(by, answers)
    chosen = check_outcome(outcome, winner, answers)
    need.outcome, need.why = outcome, required_reason(why)
    need.decided_on = check_day(need, decided_on or today())
    need.amount = None if outcome == Outcome.CANCELLED else amount or (chosen.price if chosen else None)
    need.supplier_place = chosen.firm.city if chosen else supplier_place if outcome == Outcome.OUTSIDE else ""
    move_need(need, State.DECIDED, by=by, why=need.why)
    settle(answers, chosen, by=by)
    notices.tell_answerers(notices.OUTCOME, need, answers)
    return need


def refuse_interested(by, answers):
    """Nobody chooses among offers of which one is their own firm's."""
    own = set(Firm.objects.of(by).values_list("pk", flat=True))
    if any(answer.firm_id in own for answer in answers):
        text = _("You act for a firm that answered: somebody else records the outcome.")
        raise ValidationError(text, code="interest")


def check_outcome(outcome, winner, answers):
    """The chosen answer; None unless it was bought in the cluster. Raises ValidationError."""
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Say what came of the need.")})
    if outcome != Outcome.LOCAL:
        if winner is not None:
            text = _("An answer is chosen only when it was bought from a firm of the cluster.")
            raise ValidationError({"winner": text})
        return None
    chosen = next((answer for answer in answers if answer.pk == winner), None)
    if chosen is None:
        raise ValidationError({"winner": _("Choose which answer won.")})
    return chosen


def required_reason(why):
    why = normalise(why)
    if not why:
        raise ValidationError({"why": _("Say why: the firms that answered read it.")})
    return why


def check_day(need, day):
    """The day of the outcome lies between the deadline and today. Raises ValidationError."""
    if day > today():
        raise ValidationError({"decided_on": _("This day is still to come.")})
    if day < timezone.localdate(need.deadline):
        raise ValidationError({"decided_on": _("This day is before the deadline.")})
    return day


def settle(answers, chosen, *, by):
    """Write down which answer was chosen and which were not, each with its line in the book."""
    now = timezone.now()
    for state in (Offer.CHOSEN, Offer.NOT_CHOSEN):
        rows = [answer for answer in answers if (answer is chosen) == (state == Offer.CHOSEN)]
        for answer in rows:
            answer.state, answer.changed_at = state, now
        NeedAnswer.objects.filter(pk__in=[answer.pk for answer in rows]).update(state=state, changed_at=now)
        record_changes(rows, by=by, old=Offer.SUBMITTED, new=state)


@transaction.atomic
def write_letters():
    """What the worker does: write to the next firms that match an open need and want letters. Gives how many it did.

    A firm gets one letter about a need, whatever happens: the outbox holds its key. The place in the list is kept on
    the need, so that a step costs the same at any number of firms.
    """
    waiting = Need.objects.open_at(timezone.now()).filter(told_at__isnull=True)
    waiting = waiting.select_related("institution").order_by("opened_at", "pk")
    need = waiting.select_for_update(of=("self",)).first()
    if need is None:
        return 0
    firms = matching_firms(need).filter(need_letters__is_on=True, pk__gt=need.told_up_to).order_by("pk")
    firms = list(notices.with_people(firms)[:AT_A_TIME])
    written = notices.tell_of_need(need, firms)
    if firms:
        need.told_up_to = firms[-1].pk
    if len(firms) < AT_A_TIME:
        need.told_at = timezone.now()
    need.save(update_fields=["told_up_to", "told_at"])
    return written
