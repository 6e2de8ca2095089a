import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import persian.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("action", models.CharField(max_length=80)),
                ("result", models.CharField(blank=True, max_length=200)),
                ("claimed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_id", models.BigIntegerField(verbose_name="first line")),
                ("last_id", models.BigIntegerField(verbose_name="last line")),
                ("count", models.PositiveIntegerField(verbose_name="lines")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="previous root")),
                ("root", models.CharField(max_length=64, unique=True, verbose_name="root")),
                (
                    "sealed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sealed at"),
                ),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("previous",), name="seal_one_per_previous"),
                    models.CheckConstraint(
                        condition=models.Q(("last_id__gte", models.F("first_id"))), name="seal_first_before_last"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.CharField(db_index=True, editable=False, max_length=64, verbose_name="SHA-256")),
                ("name", persian.fields.NormalisedCharField(max_length=120, verbose_name="file name")),
                ("content_type", models.CharField(editable=False, max_length=100, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="size in bytes")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="uploaded at"),
                ),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stored file",
                "verbose_name_plural": "stored files",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, editable=False, verbose_name="at"
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=60, verbose_name="role")),
                ("model", models.CharField(max_length=80, verbose_name="kind of object")),
                ("object_key", models.CharField(max_length=120, verbose_name="object")),
                ("old", models.CharField(blank=True, max_length=60, verbose_name="old state")),
                ("new", models.CharField(max_length=60, verbose_name="new state")),
                ("why", persian.fields.NormalisedTextField(blank=True, verbose_name="why")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "state change",
                "verbose_name_plural": "state changes",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["model", "object_key"], name="statechange_object")],
            },
        ),
    ]
