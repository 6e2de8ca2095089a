"""The letters about needs: a new one to firms that can supply it, its closing to the buyer, its end to who answered.

What a firm offers stands in none of them; who won is told to the winner alone.
"""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from council.documents.addresses import absolute
from council.models import Cluster
from market.needs.links import stop_token
from members.models import Representative
from persian.jalali import format_moment
from persian.numbers import number
from post.services import message, send_missing

SUBJECT_LENGTH = 200  # what the outbox keeps
NEW, CLOSED, OUTCOME, WITHDRAWN, EXTENDED = "new", "closed", "outcome", "withdrawn", "extended"


@dataclass(frozen=True)
class Reader:
    name: str
    address: str
    language: str


def with_people(firms):
    """The firms with ``people``: those who act for them now, the first come first. One query more."""
    people = Representative.objects.current().filter(user__is_active=True).select_related("user").order_by("pk")
    return firms.prefetch_related(Prefetch("representatives", people, to_attr="people"))


def reader_of(firm):
    """Whom a firm's one letter goes to: its first representative with a mail address, else one with a mobile number;
    else its contact line, but for a sample firm, whose contact is invented. None for who cannot be reached."""
    users = [row.user for row in firm.people]
    for kind in ("email", "mobile"):
        for user in users:
            if address := getattr(user, kind):
                return Reader(user.full_name, address, user.language)
    if address := not firm.is_sample and (firm.contact_email or firm.contact_phone):
        return Reader(firm.contact_person or firm.name, address, firm.language)
    return None


def tell_of_need(need, firms):
    """One letter to each firm about a need that is open now; gives how many were written. Three queries."""
    cluster = Cluster.objects.first()
    letters = [(firm, reader_of(firm)) for firm in firms]
    made = [
        letter(NEW, need, reader, f"need/{need.pk}/{firm.pk}", cluster, firm=firm) for firm, reader in letters if reader
    ]
    send_missing(made)
    return len(made)


def tell_answerers(kind, need, answers, *, at=""):
    """What came of the need, to each firm that answered it. ``answers`` with their firms' ``people``. Two queries."""
    cluster = Cluster.objects.first()
    pairs = [(answer, reader_of(answer.firm)) for answer in answers]
    send_missing(
        [
            letter(
                kind, need, reader, f"need-{kind}/{need.pk}/{answer.pk}/{at}", cluster, firm=answer.firm, answer=answer
            )
            for answer, reader in pairs
            if reader
        ]
    )


def tell_buyer(need, count):
    """The deadline is over: to everybody who acts for the buyer. Two queries."""
    cluster = Cluster.objects.first()
    agents = need.institution.agents.current().filter(user__is_active=True).select_related("user")
    readers = [
        (row.user, Reader(row.user.full_name, row.user.email or row.user.mobile, row.user.language)) for row in agents
    ]
    send_missing(
        [
            letter(CLOSED, need, reader, f"need-closed/{need.pk}/{user.pk}", cluster, count=count)
            for user, reader in readers
        ]
    )


def letter(kind, need, reader, key, cluster, *, firm=None, answer=None, count=0):
    """The message, not yet written, in the reader's language."""
    is_mail = "@" in reader.address
    with translation.override(reader.language):
        subjects = {
            NEW: _("A buyer needs: %(need)s"),
            CLOSED: _("The deadline is over: %(need)s"),
            OUTCOME: _("What came of the need: %(need)s"),
            WITHDRAWN: _("The need was withdrawn: %(need)s"),
            EXTENDED: _("More time to answer: %(need)s"),
        }
        subject = (subjects[kind] % {"need": need})[:SUBJECT_LENGTH]
        context = {
            "kind": kind,
            "person": reader.name,
            "subject": subject,
            "need": need,
            "deadline": format_moment(need.deadline),
            "firm": firm,
            "is_chosen": bool(answer) and answer.state == answer.State.CHOSEN,
            "count": count,
            "shown_count": number(count),
            "url": address_of(kind, need, firm),
            "stop_url": absolute("market:need_letters_stop", stop_token(firm)) if kind == NEW else "",
            "cluster": cluster,
        }
        return message(
            channel="mail" if is_mail else "sms",
            to=reader.address,
            subject=subject if is_mail else "",
            body=render_to_string(f"market/email/need{'' if is_mail else '_sms'}.txt", context).strip(),
            key=key,
            language=reader.language,
        )


def address_of(kind, need, firm):
    """Where the reader goes on: a firm at its own desk, a buyer at its page."""
    if kind == CLOSED:
        return absolute("market:need_desk", need.number)
    return absolute("market:firm_need", firm.tracking_code, need.number)
