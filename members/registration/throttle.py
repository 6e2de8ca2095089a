"""How often strangers may try: counted in the database for all processes, per network and per address."""

from allauth.core.internal import ratelimit

RATES = {
    "begin": "20/10m/ip,3/10m/key,10/d/key",  # messages that somebody else might pay for or be bothered by
    "guess": "30/10m/ip",  # tracking codes that do not exist
    "code": "30/10m/ip",
    "upload": "60/10m/ip",
}


def may(request, action, *, key=None, dry_run=False):
    """Whether this is still within the rate; counts it unless ``dry_run``."""
    return bool(
        ratelimit.consume(request, app="members", action=action, config=RATES, key=key, dry_run=dry_run, limit_get=True)
    )


def too_many(request):
    """The page that says when to try again."""
    return ratelimit.respond_429(request)
