from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from persian.digits import localised
from reports.loading import SampleInUseError, remove_sample

WORD = "remove"


class Command(BaseCommand):
    help = "Take the sample away: all its rows, files and accounts, in one transaction. For administrators."

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, **options):
        if not options["yes"]:
            self.confirm()
        try:
            counts = remove_sample()
        except SampleInUseError as error:
            raise CommandError(_("Nothing was removed.") + "\n" + str(error)) from error
        names = ("plans", "files", "accounts", "emptied")
        text = _(
            "The sample is removed: %(plans)s plans, %(files)s files, %(accounts)s accounts; %(emptied)s more accounts "
            "are closed and without a name, because the book of changes names them."
        )
        self.stdout.write(text % dict(zip(names, map(localised, counts), strict=True)))

    def confirm(self):
        question = _("All sample rows, files and accounts are deleted for good. Type «%(word)s» to go on:")
        if input(question % {"word": WORD} + " ").strip() != WORD:
            raise CommandError(_("Nothing was removed."))
