from django.db import migrations

from filing.append_only import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [("filing", "0001_initial")]

    operations = [ForbidUpdate("StateChange"), ForbidUpdate("Seal"), ForbidUpdate("StoredFile")]
