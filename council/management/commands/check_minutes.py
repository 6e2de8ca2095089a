from django.core.management.base import BaseCommand

from council.documents.check import faults
from council.models import Minutes
from council.services import freeze_missing


class Command(BaseCommand):
    help = "Compare confirmed minutes with their hash, the book of changes and the rows of the meeting."

    def add_arguments(self, parser):
        parser.add_argument(
            "--freeze",
            action="store_true",
            help="first freeze minutes that were confirmed before the portal kept documents",
        )

    def handle(self, *args, **options):
        """Names each difference; the exit status says whether there is one."""
        if options["freeze"]:
            for meeting in freeze_missing():
                self.stdout.write(f"{meeting.key}: frozen now")
        wrong = faults()
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise SystemExit(1)
        self.stdout.write(f"{Minutes.objects.count()} minutes are as they were confirmed.")
