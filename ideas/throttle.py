"""How often strangers may try at the doors of the ideas' room."""

from accounts.throttle import Throttle, too_many

__all__ = ["may", "too_many"]

may = Throttle(
    "ideas",
    {
        "begin": "20/10m/ip,3/10m/key,10/d/key",  # messages that somebody else might be bothered by
        "code": "30/10m/ip",
        "upload": "60/10m/ip",
        "guess": "30/10m/ip",  # tracking codes that do not exist
        "answer": "30/10m/ip",
    },
).may
