"""When things of a sample year were recorded: hours of working days, the same at every load."""

import datetime as dt
from zlib import crc32

from django.utils import timezone

FRIDAY = 4


def moment(day, salt):
    """A time of a working day; the salt spreads rows over the hours, the same at every load."""
    if day.weekday() == FRIDAY:
        day += dt.timedelta(days=1)
    minutes = 8 * 60 + crc32(salt.encode()) % 420
    return dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), timezone.get_default_timezone())
