from django.core.management.base import BaseCommand

from accounts.roles import ROLES, apply_roles


class Command(BaseCommand):
    help = "Give each group exactly the permissions that accounts/roles.py names. Safe to run again."

    def handle(self, *args, **options):
        apply_roles()
        if options["verbosity"]:
            self.stdout.write(", ".join(ROLES))
