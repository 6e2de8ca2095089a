from django.core.management.base import BaseCommand

from editions.models import YearEdition
from editions.verifying import faults


class Command(BaseCommand):
    help = (
        "Check every frozen edition. Names what is wrong and exits with 1. Checked: the document against its hash, its "
        "columns and the book of changes (hash, state, times, decision); every file by its bytes and by the book; the "
        "chain; every line and seal of the book; and what the document rests on: reports, verdicts and the accounts "
        "they are by, the bytes of the evidence, decisions, minutes, baselines with their activities and targets. Not "
        "checked: money, courses, firms, gaps and hand-over, which go on changing after the edition; seats and roles "
        "of persons; and whether the seals are those that were printed or kept elsewhere."
    )

    def handle(self, *args, **options):
        found = 0
        for fault in faults():
            self.stdout.write(fault)
            found += 1
        if found:
            raise SystemExit(1)
        count = YearEdition.objects.frozen().count()
        self.stdout.write(f"{count} editions checked: rows, files, chain, seals and histories are as they were frozen.")
