from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from council.loading import DataFileError
from persian.digits import localised
from reports.loading import load_cluster


class Command(BaseCommand):
    help = "Load a cluster from its data file: what the source reports; with --sample also the sample year."

    def add_arguments(self, parser):
        parser.add_argument("file", help="such as samples/khuzestan/reported.toml")
        parser.add_argument("--sample", action="store_true", help="load sample-*.toml and sample accounts (demo only)")

    def handle(self, *args, **options):
        """A second run changes nothing. A password that was made up here is printed in any case: it is kept nowhere."""
        try:
            loaded = load_cluster(options["file"], with_sample=options["sample"])
        except (DataFileError, ValidationError) as error:
            reason = "\n".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise CommandError(_("Nothing was loaded.") + "\n" + reason) from error
        if options["verbosity"]:
            self.report(loaded)
        if loaded.password:
            self.stdout.write(_("Password of the sample accounts: %(password)s") % {"password": loaded.password})

    def report(self, loaded):
        for kind, count in loaded.made.items():
            self.stdout.write(f"  {localised(count):>6}  {kind}")
        if not loaded.is_new:
            self.stdout.write(_("The reported facts were loaded before; nothing was changed."))
        if loaded.sample == "same":
            self.stdout.write(_("The sample was loaded before; nothing was changed."))
        if loaded.sample == "other":
            self.stdout.write(
                _("Another edition of the sample is loaded and stays as it is. To change it: remove_sample, then load.")
            )
