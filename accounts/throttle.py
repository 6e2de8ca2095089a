"""How often strangers may try: counted in the database for all processes, per network and per address."""

from dataclasses import dataclass

from allauth.core.internal import ratelimit


@dataclass(frozen=True)
class Throttle:
    """The rates of one room by action, such as ``{"begin": "20/10m/ip,3/10m/key"}``."""

    room: str
    rates: dict

    def may(self, request, action, *, key=None, dry_run=False):
        """Whether this is still within the rate; counts it unless ``dry_run``."""
        return bool(
            ratelimit.consume(
                request, app=self.room, action=action, config=self.rates, key=key, dry_run=dry_run, limit_get=True
            )
        )


def too_many(request):
    """The page that says when to try again."""
    return ratelimit.respond_429(request)
