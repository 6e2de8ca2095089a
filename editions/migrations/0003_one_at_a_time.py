from django.db import migrations, models


class Migration(migrations.Migration):
    """A year has one valid edition, and a proposed decision publishes one."""

    dependencies = [("editions", "0002_frozen_never_changes")]

    operations = [
        migrations.AddConstraint(
            model_name="yearedition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("year",), name="yearedition_one_valid_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="yearedition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "frozen")), fields=("decision",), name="yearedition_one_a_proposal"
            ),
        ),
    ]
