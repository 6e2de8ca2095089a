from django.core.management.base import BaseCommand

from members.services import rebuild_directory


class Command(BaseCommand):
    help = "Make every entry of the public directory and every count beside its filters anew. Safe at any time."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild_directory()} firms are listed.")
