"""The checklist of the hand-over as PDF: criteria, duties, what is missing, accounts; two lines to sign."""

from pathlib import Path

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import roles
from accounts.middleware import FACTORS
from council.documents.addresses import absolute
from council.documents.typesetting import set_pdf
from council.models import Cluster
from handover.missing import missing_of
from handover.models import Criterion, Duty, HandoverClosing
from handover.standing import readiness_of
from persian.jalali import format_day, today
from persian.numbers import number

TEMPLATE = Path(__file__).with_name("checklist.typ")


def checklist_pdf(day=None):
    """The bytes of the PDF in the language that is active, of today unless a day is given. Accessible (PDF/UA-1)."""
    return set_pdf(TEMPLATE, pdf_data(day or today()))


def pdf_data(day):
    """All that the template sets: it formats nothing itself. Texts reach it as data, so that none can be markup."""
    criteria = list(Criterion.objects.with_newest(day).select_related("confirmed_by"))
    duties = list(Duty.objects.select_related("holder", "holder_seat", "receiver"))
    is_sample = any(row.is_sample for row in [*criteria, *duties])
    return {
        "language": get_language(),
        "date": [day.year, day.month, day.day],
        "title": _("Checklist of the hand-over, %(day)s") % {"day": format_day(day)},
        "heading": _("Checklist of the hand-over"),
        "cluster": str(Cluster.objects.first() or ""),
        "day": format_day(day),
        "sample": _("Sample") if is_sample else "",
        "sample_note": _("It holds sample rows and certifies nothing.") if is_sample else "",
        "standing": standing_words(readiness_of(criteria), duties),
        "closing": closing_words(),
        "missing": [str(text) for text in missing_of(criteria, duties)],
        "criteria": [criterion_row(row) for row in criteria],
        "duties": [duty_row(row) for row in duties],
        "accounts": [account_row(user) for user in desk_accounts()],
        "labels": labels(),
        "address": absolute("handover:scorecard"),
    }


def standing_words(found, duties):
    accepted = sum(duty.state == Duty.State.ACCEPTED for duty in duties)
    return _(
        "Readiness %(share)s percent; %(met)s of %(all)s must-haves met; %(done)s of %(duties)s duties accepted."
    ) % {
        "share": number(found.share, 1),
        "met": number(found.met),
        "all": number(found.must_haves),
        "done": number(accepted),
        "duties": number(len(duties)),
    }


def closing_words():
    closing = HandoverClosing.objects.filter(state=HandoverClosing.State.CLOSED).select_related("decision").first()
    if closing is None:
        return ""
    facts = {"day": format_day(closing.closed_on), "decision": closing.decision}
    return _("Handed over on %(day)s by %(decision)s.") % facts


def criterion_row(row):
    return {
        "text": str(row),
        "must_have": _("must-have") if row.must_have else "",
        "weight": number(row.weight),
        "threshold": _("to be set by the council") if row.threshold is None else number(row.threshold),
        "score": number(row.score),
        "day": format_day(row.scored_on) if row.scored_on else "",
        "is_met": row.is_met_by(row.score),
        "standing": _("Met") if row.is_met_by(row.score) else _("Not met"),
        "confirmed": str(row.confirmed_by) if row.confirmed_by else _("To be confirmed by the council"),
    }


def duty_row(duty):
    return {
        "number": number(duty.number),
        "title": str(duty),
        "giver": duty.giver_name,
        "receiver": str(duty.receiver),
        "due": format_day(duty.due_on),
        "state": duty.get_state_display(),
        "day": format_day(duty.accepted_on or duty.transferred_on or duty.shadowing_on) or "",
        "is_accepted": duty.state == Duty.State.ACCEPTED,
    }


def desk_accounts():
    """Who may open the desk today, with ``has_factor``: no address and no key, only what a hand-over must look at."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    users = get_user_model().objects.filter(is_staff=True, is_active=True).annotate(has_factor=Exists(factor))
    return users.prefetch_related("groups").order_by("full_name", "pk")


def account_row(user):
    return {
        "person": user.full_name,
        "roles": _(", ").join(str(roles.word(group.name)) for group in user.groups.all()) or "—",
        "last": format_day(user.last_login) if user.last_login else _("never"),
        "factor": _("yes") if user.has_factor else _("no"),
    }


def labels():
    return {
        "missing": _("What is missing"),
        "nothing": _("Nothing: every must-have is confirmed and met, and every duty accepted."),
        "criteria": _("Criteria"),
        "criterion": _("Criterion"),
        "weight": _("Weight"),
        "threshold": _("Met from"),
        "score": _("Score"),
        "standing": _("Standing"),
        "duties": _("Duties"),
        "duty": _("Duty"),
        "giver": _("Giver"),
        "receiver": _("Receiver"),
        "due": _("Due"),
        "state": _("State"),
        "none": _("None."),
        "accounts": _("Accounts with a desk"),
        "person": _("Person"),
        "roles": _("Roles"),
        "last": _("Last sign-in"),
        "factor": _("Second factor"),
        "signatures": _("Signatures"),
        "gives": _("For those who hand over"),
        "takes": _("For the network that takes over"),
        "signature": _("Name, day, signature"),
        "page": _("Page"),
    }
