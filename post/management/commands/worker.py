import logging
import signal
import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from post.clock import works
from post.delivery import deliver_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deliver the outbox every few seconds and run the clock every minute, until stopped by Ctrl-C or SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=float, default=3, help="seconds between two looks into the outbox")
        parser.add_argument("--once", action="store_true", help="one round of each, then end")

    def handle(self, *args, every, once, **options):
        stopped = threading.Event()
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stopped.set())
        rounds_a_minute = max(1, round(60 / every))
        turn = 0
        while True:
            self.round(with_clock=turn % rounds_a_minute == 0)
            turn += 1
            if once or stopped.wait(every):
                return
            close_old_connections()  # one that broke meanwhile must not break the next round too

    def round(self, *, with_clock):
        """One look at the outbox; a database that is away for a while must not end the worker."""
        try:
            deliver_due()
            for work in works().values():
                work()
            if with_clock:
                call_command("tick")
        except SystemExit:
            logger.warning("the clock had failures; it runs again in a minute")
        except Exception:
            logger.exception("round failed; trying again")
