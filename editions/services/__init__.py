"""What happens to editions, an event each, under lock."""

from editions.services.freezing import freeze_edition, tail_of
from editions.services.preparing import begin_edition, drop_edition, write_note
from editions.services.publishing import propose_edition, run_publication, withdraw_edition

__all__ = [
    "begin_edition",
    "drop_edition",
    "freeze_edition",
    "propose_edition",
    "run_publication",
    "tail_of",
    "withdraw_edition",
    "write_note",
]
