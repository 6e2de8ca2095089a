"""What happens to a case: filed, checked, counted or rejected, released. Each act is one transaction under its lock."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Seat
from filing.services import record_change
from market.cases.letters import tell_filer
from market.models import CaseEvidence, ProcurementCase
from members.matching import match_key
from members.models import Firm
from persian.codes import random_code
from persian.jalali import to_jalali, today

State, Supply, Winner = ProcurementCase.State, ProcurementCase.Supply, ProcurementCase.Winner
CODE_GROUPS = 2  # about 39 random bits: a code opens nothing by itself
KEPT_KEYS = ("filer_key", "buyer_key", "quarter", "branch")
OFFICE = "office"  # the filer of what staff file themselves
MOST_EVIDENCE = 10
ABOVE = "category__parent__parent"  # the branch of a case, with the case
RELEASED = "released"


class CaseChanged(ValidationError):  # noqa: N818  (what happened, not a fault)
    """Somebody else acted on the case since this page was shown. Nothing was written."""


def quarter_of(day):
    """A Jalali quarter as one number: 14032 for the summer of 1403."""
    year, month, _day = to_jalali(day)
    return 10 * year + (month + 2) // 3


def filer_key_of(case):
    """Who filed it, as the figures count filers: every firm and institution is one, the office of staff is one."""
    if case.firm_id:
        return f"firm-{case.firm_id}"
    return f"institution-{case.institution_id}" if case.institution_id else OFFICE


def buyer_key_of(case):
    """Which buyer it is, as the figures count buyers: an institution, else the words without their spelling."""
    return f"institution-{case.buyer_id}" if case.buyer_id else match_key(case.buyer_name)


def branch_of(category):
    """The uppermost capability above this one, or itself."""
    while category.parent_id:
        category = category.parent
    return category


def keep_keys(case):
    """What is grouped and counted by follows from the row; call it before each write of what it is made of.

    The last time is when it counts: from then on the branch stays, wherever the capability is moved.
    """
    case.filer_key, case.buyer_key = filer_key_of(case), buyer_key_of(case)
    case.quarter, case.branch = quarter_of(case.decided_on), branch_of(case.category)


@transaction.atomic
def file_case(*, by, reasons=(), files=(), **facts):
    """Write a new case; gives it, submitted.

    ``facts``: ``firm`` or ``institution`` (neither: the office of staff), ``buyer_name``, ``buyer`` (an institution),
    ``need_number``, ``category``, ``decided_on``, ``amount`` (rials), ``winner``, ``claimed_supply``, ``text``,
    ``firm_agrees``. ``files``: stored files. The door has looked whether ``by`` acts for the filer. Raises
    ValidationError by field.
    """
    case = ProcurementCase(filed_by=by, code=random_code(CODE_GROUPS), **facts)
    if case.buyer_id and not case.buyer_name:
        case.buyer_name = case.buyer.name
    case.is_sample = any(row.is_sample for row in (case.firm, case.institution) if row)
    require_facts(case, reasons)
    keep_keys(case)
    case.full_clean()
    case.save(force_insert=True)
    case.reasons.set(reasons)
    for file in files:
        CaseEvidence.objects.create(case=case, file=file, added_by=by)
    record_change(case, by=by, old="", new=State.SUBMITTED)
    return case


def require_facts(case, reasons):
    """What the columns alone cannot say. Raises ValidationError by field."""
    refused = {}
    if case.decided_on and case.decided_on > today():
        refused["decided_on"] = _("The decision lies in the future. Write the day on which it was made.")
    if not reasons and case.winner != Winner.LOCAL:
        refused["reasons"] = _("Choose at least one reason.")
    if case.firm and case.firm.state != Firm.State.ACTIVE:
        refused["firm"] = _("Only active firms file cases.")
    if refused:
        raise ValidationError(refused)


@transaction.atomic
def add_evidence(*, case, file, by):
    """One more paper, while staff have not decided. Raises ValidationError."""
    case = lock_case(case)
    if not case.is_open:
        raise ValidationError(_("The case is decided: no paper is added any more."), code="decided")
    if case.evidence.count() >= MOST_EVIDENCE:
        raise ValidationError(_("The case has as many papers as it can hold."), code="full")
    return CaseEvidence.objects.create(case=case, file=file, added_by=by)


def lock_case(case):
    """The case's row, held to the end of the transaction (SQLite has one writer at a time anyway)."""
    rows = ProcurementCase.objects.select_for_update(of=("self",))
    return rows.select_related("firm", "institution", "buyer", "filed_by", ABOVE).get(pk=case.pk)


def rows_of_purchase(case):
    """The keys of all reports with this need number, locked when read, always in the same order.

    Of two that are counted at once the second waits here, and finds the first one counted.
    """
    same = Q(pk=case.pk) | Q(need_number=case.need_number) if case.need_number else Q(pk=case.pk)
    rows = ProcurementCase.objects.select_for_update(of=("self",)).filter(same)
    return rows.order_by("pk").values_list("pk", flat=True)


def hold(case, *, by, seen):
    """The locked case, as this person saw it. Raises ValidationError for one's own case, CaseChanged when late.

    ``seen``: the ``row_version`` that the page showed.
    """
    case = lock_case(case)
    refuse_own(case, by)
    if case.row_version != seen:
        raise CaseChanged(
            _("Somebody else has worked on this case since you opened it: it is «%(state)s» now. Nothing was written.")
            % {"state": case.get_state_display()},
            code="changed",
        )
    return case


def is_own(case, user):
    """Whether this person filed the case, or acts or acted for the firm, the institution or the buyer in it."""
    if case.filed_by_id == user.pk:
        return True
    if case.firm_id and case.firm.representatives.filter(user=user).exists():
        return True
    sides = {key for key in (case.institution_id, case.buyer_id) if key}
    if not sides:
        return False
    agencies, seats = user.agencies.filter(institution__in=sides), Seat.objects.filter(user=user, institution__in=sides)
    return agencies.exists() or seats.exists()


def refuse_own(case, by):
    """Nobody judges what they filed, or a side that they stand for. Raises ValidationError."""
    if is_own(case, by):
        raise ValidationError(
            _("You filed this case, or you stand for a side in it: somebody else works on it."), code="own"
        )


def move(case, state, *, by, why="", fields=()):
    """Take a locked case to ``state`` with its line in the book. Raises ValidationError when the step is not open."""
    if state not in ProcurementCase.TRANSITIONS[case.state]:
        raise ValidationError(
            _("The case is «%(old)s» and cannot become «%(new)s».")
            % {"old": case.get_state_display(), "new": State(state).label},
            code="wrong_state",
        )
    old, case.state = case.state, state
    case.row_version += 1
    keep_keys(case)
    case.full_clean()
    case.save(update_fields=["state", "row_version", *KEPT_KEYS, *fields])
    record_change(case, by=by, old=old, new=state, why=why)
    return case


@transaction.atomic
def check_case(*, case, by, seen, supply, able_members=None, buyer=None, note=""):
    """Record what staff found: whether members could have supplied, and how many.

    ``buyer``: the institution that the filer's words mean, if it is one. Raises ValidationError by field.
    """
    case = hold(case, by=by, seen=seen)
    if supply == Supply.YES and not able_members:
        raise ValidationError(
            {"able_members": _("Say how many members could have supplied: at least one.")}, code="how_many"
        )
    case.checked_supply, case.able_members = supply, able_members if supply == Supply.YES else None
    case.buyer, case.note = buyer or case.buyer, note
    refuse_own(case, by)  # the buyer may have become an institution for which this person stands
    case.checked_by, case.checked_at = by, timezone.now()
    fields = ["checked_supply", "able_members", "buyer", "note", "checked_by", "checked_at"]
    found = f"{supply} {able_members}" if supply == Supply.YES else supply
    return move(case, State.CHECKED, by=by, why=found, fields=fields)


@transaction.atomic
def count_case(*, case, by, seen, is_other=False):
    """Let the case count: it enters the figures at one of their next publications. The filer gets a letter.

    ``is_other``: this person says that it is not the purchase of a counted case with the same need number. Raises
    ValidationError.
    """
    list(rows_of_purchase(case))
    case = hold(case, by=by, seen=seen)
    twin = look_alikes(case).filter(state=State.COUNTED).first()
    if twin and not is_other:
        raise ValidationError({"is_other": twin_words(twin)}, code="look_alike")
    case.decided_by, case.decided_at = by, timezone.now()
    move(case, State.COUNTED, by=by, fields=["decided_by", "decided_at"])
    tell_filer(case)
    return case


def twin_words(twin):
    text = _("Case %(code)s with the same need number counts already. Say that this is another one, or reject it.")
    return text % {"code": twin.code}


@transaction.atomic
def reject_case(*, case, by, seen, reason):
    """The case does not count; the filer reads why. Raises ValidationError."""
    case = hold(case, by=by, seen=seen)
    case.rejected_because = reason.strip()
    if not case.rejected_because:
        raise ValidationError({"reason": _("Give the reason; the filer reads it.")}, code="reason")
    case.decided_by, case.decided_at = by, timezone.now()
    fields = ["decided_by", "decided_at", "rejected_because"]
    move(case, State.REJECTED, by=by, why=case.rejected_because, fields=fields)
    tell_filer(case)
    return case


@transaction.atomic
def release_case(*, case, by, seen, names_buyer, names_firm, why):
    """Say which names the public may know of a counted case; none of them takes a release back (I18).

    Raises ValidationError: before it counts, without a reason, or when the firm did not agree to be named.
    """
    case = hold(case, by=by, seen=seen)
    if case.state != State.COUNTED:
        raise ValidationError(_("Names are released only of a case that was checked and counts."), code="not_counted")
    if names_firm and not (case.firm_id and case.firm_agrees):
        raise ValidationError({"names_firm": _("The firm did not agree to be named.")}, code="not_agreed")
    if not why.strip():
        raise ValidationError({"why": _("Give the reason; it stands in the book of changes.")}, code="reason")
    old = release_words(case)
    case.names_buyer, case.names_firm = names_buyer, names_firm
    case.released_by, case.released_at = by, timezone.now()
    case.row_version += 1
    case.save(update_fields=["names_buyer", "names_firm", "released_by", "released_at", "row_version"])
    record_change(case, by=by, old=old, new=release_words(case), why=why.strip())
    return case


def release_words(case):
    """How the book names what is released: ``released: buyer, firm``."""
    named = [name for name, is_named in (("buyer", case.names_buyer), ("firm", case.names_firm)) if is_named]
    return f"{RELEASED}: {', '.join(named)}" if named else "not released"


def look_alikes(case):
    """Other cases with the same need number; rejected ones are no twins. None where there is no number."""
    if not case.need_number:
        return ProcurementCase.objects.none()
    others = ProcurementCase.objects.filter(need_number=case.need_number).exclude(pk=case.pk)
    return others.exclude(state=State.REJECTED).order_by("filed_at", "pk")
