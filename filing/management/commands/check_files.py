import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from filing.models import StoredFile


class Command(BaseCommand):
    help = "Compare the stored files with their rows: missing or changed ones are an error, left-over ones are named."

    def handle(self, *args, **options):
        """Left-overs come from rolled-back uploads; they harm nobody and may be removed by hand."""
        root = Path(settings.MEDIA_ROOT)
        rows = {row.path: row for row in StoredFile.objects.all()}
        wrong = sorted(filter(None, (self.fault(root / path, row) for path, row in rows.items())))
        on_disk = {str(path.relative_to(root)) for path in (root / "files").rglob("*") if path.is_file()}
        left_over = sorted(on_disk - set(rows))
        for line in wrong + [f"left over {path}" for path in left_over]:
            self.stdout.write(line)
        if wrong:
            raise SystemExit(1)

    def fault(self, path, row):
        if not path.is_file():
            return f"missing {row.path} {row.name}"
        with path.open("rb") as content:
            same = hashlib.file_digest(content, "sha256").hexdigest() == row.sha256
        return None if same else f"changed {row.path} {row.name}"
