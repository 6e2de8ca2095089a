from django.db import migrations

from filing.append_only import ForbidUpdate


class Migration(migrations.Migration):
    """A score may be mended by its scorer until all are in; from then on the database refuses every change."""

    dependencies = [("ideas", "0001_initial")]

    operations = [
        ForbidUpdate("IdeaScore", when="OLD.is_final", message="a score never changes once all are in"),
    ]
