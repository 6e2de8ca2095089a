from django.db import migrations

from filing.append_only import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [ForbidUpdate("FirmReview", message="a review of a firm never changes")]
