import django.utils.timezone
from django.db import migrations, models

import persian.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="message id")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "e-mail"), ("sms", "SMS")], max_length=4, verbose_name="channel"
                    ),
                ),
                ("to", models.CharField(max_length=254, verbose_name="recipient")),
                ("subject", persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="subject")),
                ("body", persian.fields.NormalisedTextField(verbose_name="text")),
                ("language", models.CharField(default="fa", max_length=2, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("sent", "sent"), ("failed", "given up")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="next try at")),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written at"),
                ),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent at")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "next_try_at"], name="message_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(("state", "sent"), _negated=True),
                            _connector="OR",
                        ),
                        name="message_sent_has_time",
                    )
                ],
            },
        ),
    ]
