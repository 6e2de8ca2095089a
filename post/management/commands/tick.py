import logging

from django.core.management.base import BaseCommand

from post.clock import jobs

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the clock once: every job that the rooms registered. Safe to run at any time and more than once."

    def handle(self, *args, **options):
        """One job's failure does not stop the others; the exit status says whether all went well."""
        failed = []
        for name, job in jobs().items():
            try:
                job()
            except Exception:
                logger.exception("tick: %s failed", name)
                failed.append(name)
        if failed:
            self.stderr.write(f"failed: {', '.join(failed)}")
            raise SystemExit(1)
