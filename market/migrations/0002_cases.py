import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import persian.fields
from filing.append_only import ForbidUpdate
from market.case_reasons import make_reasons


def add_reasons(apps, _schema_editor):
    make_reasons(apps.get_model("market", "CaseReason"))


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0007_agents_of_institutions"),
        ("filing", "0002_append_only"),
        ("market", "0001_findings"),
        ("members", "0006_import_file_may_go"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("name", persian.fields.NormalisedCharField(max_length=120, verbose_name="name")),
                (
                    "name_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="name in English"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_in_use", models.BooleanField(default=True, verbose_name="offered in the form")),
            ],
            options={
                "verbose_name": "reason why a purchase left",
                "verbose_name_plural": "reasons why purchases left",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(editable=False, unique=True, verbose_name="publication number")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="made at"),
                ),
                ("added", models.PositiveIntegerField(editable=False, verbose_name="cases that were added")),
                ("document", models.JSONField(editable=False, verbose_name="figures")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "published figures of cases",
                "verbose_name_plural": "published figures of cases",
                "ordering": ["-pk"],
                "permissions": [("publish_casefigures", "Can publish the figures of cases")],
            },
        ),
        migrations.CreateModel(
            name="ProcurementCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(editable=False, max_length=9, unique=True, verbose_name="code")),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="filed at"),
                ),
                (
                    "firm_agrees",
                    models.BooleanField(default=False, verbose_name="the firm may be named when the case is released"),
                ),
                ("buyer_name", persian.fields.NormalisedCharField(max_length=160, verbose_name="buyer")),
                (
                    "need_number",
                    persian.fields.CodeField(blank=True, max_length=40, null=True, verbose_name="need number in Setad"),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("amount", models.BigIntegerField(verbose_name="amount in rials")),
                (
                    "winner",
                    models.CharField(
                        choices=[
                            ("local", "of the province"),
                            ("other_province", "of another province"),
                            ("abroad", "of another country"),
                            ("cancelled", "nobody: the purchase was cancelled"),
                            ("unknown", "not known"),
                        ],
                        max_length=14,
                        verbose_name="the winner was",
                    ),
                ),
                (
                    "claimed_supply",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                        default="unknown",
                        max_length=7,
                        verbose_name="could firms of the cluster have supplied it",
                    ),
                ),
                ("text", persian.fields.NormalisedTextField(blank=True, max_length=3000, verbose_name="what happened")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted"),
                            ("checked", "checked"),
                            ("counted", "counted"),
                            ("rejected", "rejected"),
                        ],
                        db_index=True,
                        default="submitted",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "checked_supply",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")],
                        editable=False,
                        max_length=7,
                        verbose_name="members could have supplied, as checked",
                    ),
                ),
                (
                    "able_members",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="how many members"
                    ),
                ),
                ("checked_at", models.DateTimeField(editable=False, null=True, verbose_name="checked at")),
                (
                    "note",
                    persian.fields.NormalisedTextField(
                        blank=True, editable=False, max_length=2000, verbose_name="note of who checks"
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="counted or rejected at")),
                (
                    "rejected_because",
                    persian.fields.NormalisedTextField(
                        blank=True, editable=False, max_length=1000, verbose_name="why it was rejected"
                    ),
                ),
                (
                    "names_buyer",
                    models.BooleanField(default=False, editable=False, verbose_name="the public may know the buyer"),
                ),
                (
                    "names_firm",
                    models.BooleanField(default=False, editable=False, verbose_name="the public may know the firm"),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="released at")),
                ("batch", models.PositiveIntegerField(editable=False, null=True, verbose_name="first published with")),
                ("filer_key", models.CharField(editable=False, max_length=20)),
                ("buyer_key", models.CharField(editable=False, max_length=170)),
                ("quarter", models.PositiveSmallIntegerField(editable=False, verbose_name="quarter")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "buyer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.institution",
                        verbose_name="buyer among the institutions",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="members.capability",
                        verbose_name="what was bought",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="members.firm",
                        verbose_name="firm that filed it",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="council.institution",
                        verbose_name="institution that filed it",
                    ),
                ),
                (
                    "reasons",
                    models.ManyToManyField(related_name="cases", to="market.casereason", verbose_name="reasons"),
                ),
                (
                    "released_by",
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
                "verbose_name": "procurement case",
                "verbose_name_plural": "procurement cases",
                "ordering": ["-filed_at", "-pk"],
                "permissions": [
                    ("file_case", "Can file procurement cases for the office"),
                    ("check_case", "Can check procurement cases"),
                    ("decide_case", "Can count and reject procurement cases"),
                    ("release_case", "Can release names of procurement cases"),
                ],
                "indexes": [
                    models.Index(fields=["need_number"], name="case_need_number"),
                    models.Index(fields=["state", "batch", "winner"], name="case_published"),
                    models.Index(fields=["filer_key", "filed_at"], name="case_filer"),
                    models.Index(
                        condition=models.Q(("names_buyer", True), ("names_firm", True), _connector="OR"),
                        fields=["state", "-decided_on"],
                        name="case_released",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("firm__isnull", True), ("institution__isnull", True), _connector="OR"),
                        name="case_one_filer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1), ("amount__lte", 100000000000000)),
                        name="case_amount_above_0",
                        violation_error_message="An amount is a whole number of rials above zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_supply", ""), ("state", "submitted")),
                            models.Q(
                                models.Q(("state", "submitted"), _negated=True),
                                ("checked_at__isnull", False),
                                models.Q(("checked_supply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_checked_has_what_was_found",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state__in", ["submitted", "checked"])),
                            models.Q(("decided_at__isnull", False), ("state__in", ["counted", "rejected"])),
                            _connector="OR",
                        ),
                        name="case_decided_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), models.Q(("rejected_because", ""), _negated=True)),
                            models.Q(models.Q(("state", "rejected"), _negated=True), ("rejected_because", "")),
                            _connector="OR",
                        ),
                        name="case_rejected_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("names_buyer", False), ("names_firm", False)),
                            models.Q(("released_at__isnull", False), ("state", "counted")),
                            _connector="OR",
                        ),
                        name="case_named_only_when_counted_and_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("names_firm", False),
                            models.Q(("firm__isnull", False), ("firm_agrees", True)),
                            _connector="OR",
                        ),
                        name="case_firm_named_only_if_it_agrees",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("batch__isnull", True), ("state", "counted"), _connector="OR"),
                        name="case_published_only_when_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_supply", "yes"), _negated=True),
                            models.Q(("able_members__gte", 1), ("able_members__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_supply_names_how_many",
                        violation_error_message="Say how many members could have supplied: at least one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="added at"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="filing.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="market.procurementcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence of a case",
                "verbose_name_plural": "evidence of cases",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "file"), name="caseevidence_once"),
                ],
            },
        ),
        ForbidUpdate("CaseFigures", message="published figures never change"),
        migrations.RunPython(add_reasons, migrations.RunPython.noop),
    ]
