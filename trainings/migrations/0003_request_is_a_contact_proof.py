from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trainings", "0002_certificate_is_frozen"),
    ]

    operations = [
        migrations.AlterField(
            model_name="enrolmentrequest",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="contact confirmed at"),
        ),
    ]
