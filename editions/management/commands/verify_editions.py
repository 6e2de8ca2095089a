from django.core.management.base import BaseCommand

from editions.models import YearEdition
from editions.verifying import faults


class Command(BaseCommand):
    help = "Check every frozen edition: rows, files, chain, seals, histories. Names what is wrong and exits with 1."

    def handle(self, *args, **options):
        found = 0
        for fault in faults():
            self.stdout.write(fault)
            found += 1
        if found:
            raise SystemExit(1)
        count = YearEdition.objects.frozen().count()
        self.stdout.write(f"{count} editions checked: rows, files, chain, seals and histories are as they were frozen.")
