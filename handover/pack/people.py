"""What is known of a person before their roles pass on: sign-ins, second factors, sessions, what waits for them."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy

from accounts import roles, waiting
from council.models import ActionItem, Seat
from handover.models import NetworkOfficer
from persian.jalali import today

KINDS = {
    Authenticator.Type.TOTP: gettext_lazy("authenticator app"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("passkey"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("recovery codes"),
}


def person_facts(person, *, with_tasks=True):
    """Everything about one account that matters here, never a secret of it."""
    day = today()
    offices = NetworkOfficer.objects.in_force(day).filter(user=person).select_related("network")
    facts = {
        "person": person,
        "roles": [roles.word(name) for name in person.groups.order_by("name").values_list("name", flat=True)],
        "factors": factors_of(person),
        "sessions": UserSession.objects.filter(user=person).count(),
        "seats": list(Seat.objects.in_force(day).filter(user=person).select_related("institution")),
        "offices": list(offices),
    }
    return facts | (tasks_of(person, day) if with_tasks else {})


def factors_of(person):
    """Kind, since when, last used, of each second factor; of the key itself nothing."""
    rows = Authenticator.objects.filter(user=person).order_by("type", "pk").only("type", "created_at", "last_used_at")
    return [{"kind": KINDS.get(row.type, row.type), "since": row.created_at, "used": row.last_used_at} for row in rows]


def tasks_of(person, day):
    """Open action items of the person's seats, and the queues of their desk that are not empty."""
    items = ActionItem.objects.owned_by(person, day).filter(state=ActionItem.State.OPEN)
    items = items.select_related("meeting__year", "seat", "institution").order_by("due_on", "pk")
    return {"items": list(items), "queues": [item for item in waiting.items_for(person) if item.count]}
