from django.db import migrations

from filing.append_only import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [("council", "0001_initial")]

    operations = [
        ForbidUpdate("Decision", when="OLD.state = 'adopted'", message="an adopted decision never changes"),
    ]
