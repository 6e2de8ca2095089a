"""How often strangers may try at the doors of the courses' room."""

from accounts.throttle import Throttle, too_many

__all__ = ["may", "too_many"]

may = Throttle(
    "trainings",
    {
        "send": "60/10m/ip,3/10m/key,10/d/key",  # codes and links; a class may enrol from one network
        "code": "60/10m/ip",
        "certificate": "30/10m/ip",  # certificates that do not exist
    },
).may
