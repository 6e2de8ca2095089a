"""The admin index: each room registers its queues, what waits for you, and its desks, where the work is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WaitingItem:
    """One queue: how many, what, and a link to exactly that list. A zero keeps its place and says what would appear."""

    count: int
    title: str
    url: str
    hint: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Desk:
    """A page of daily work, offered first on the index to those who may use it."""

    title: str
    url: str


_providers = []
_desks = []
_own_pages = []


def register(order, provider):
    """``provider(user)`` gives a list of ``WaitingItem``; shown by ``order``. Called in ``AppConfig.ready()``."""
    _providers.append((order, provider))


def register_desks(order, provider):
    """``provider(user)`` gives a list of ``Desk``; shown by ``order``, without a query. As ``register``."""
    _desks.append((order, provider))


def register_own_pages(order, provider):
    """``provider(user)`` gives a list of ``Desk`` for who has no desk of staff: shown on the page of the account."""
    _own_pages.append((order, provider))


def own_pages_for(user):
    """Where this person works outside the desk of staff, in the fixed order. A query each at most."""
    return [page for _order, provider in sorted(_own_pages, key=lambda pair: pair[0]) for page in provider(user)]


def desks_for(user):
    """The desks that this user may use, in the fixed order."""
    return [desk for _order, provider in sorted(_desks, key=lambda pair: pair[0]) for desk in provider(user)]


def items_for(user):
    """Everything that waits for this user, in the fixed order."""
    return [item for _order, provider in sorted(_providers, key=lambda pair: pair[0]) for item in provider(user)]
