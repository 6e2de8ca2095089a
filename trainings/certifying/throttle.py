"""How often strangers may guess a code: counted in the database for all processes, per network."""

from allauth.core.internal import ratelimit

RATE = "30/10m/ip"  # codes that do not exist; a school behind one address types wrong now and then


def may_guess(request, *, dry_run=False):
    """Whether this network is still within the rate; counts a guess unless ``dry_run``."""
    return bool(
        ratelimit.consume(request, app="trainings", action="certificate", config={"certificate": RATE},
                          dry_run=dry_run, limit_get=True)
    )  # fmt: skip


def too_many(request):
    """The page that says when to try again."""
    return ratelimit.respond_429(request)
