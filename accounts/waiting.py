"""What waits for you: each room registers its queues, the admin index shows them in a fixed order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WaitingItem:
    """One queue: how many, what, and a link to exactly that list. A zero keeps its place and says what would appear."""

    count: int
    title: str
    url: str
    hint: str = ""
    urgent: bool = False


_providers = []


def register(order, provider):
    """``provider(user)`` gives a list of ``WaitingItem``; shown by ``order``. Called in ``AppConfig.ready()``."""
    _providers.append((order, provider))


def items_for(user):
    """Everything that waits for this user, in the fixed order."""
    return [item for _order, provider in sorted(_providers, key=lambda pair: pair[0]) for item in provider(user)]
