import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import persian.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("council", "0001_initial"),
        ("filing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                ("objective", persian.fields.NormalisedTextField(blank=True, verbose_name="objective")),
                ("objective_en", persian.fields.NormalisedTextField(blank=True, verbose_name="objective in English")),
                (
                    "from_source",
                    persian.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="follows from (source)"
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("networking", "networking"),
                            ("services", "service providers"),
                            ("support", "support institutions"),
                        ],
                        default="support",
                        max_length=10,
                        verbose_name="pillar",
                    ),
                ),
                ("contact", persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="contact")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("running", "running"),
                            ("completed", "completed"),
                            ("stopped", "stopped"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("stopped_on", models.DateField(blank=True, editable=False, null=True, verbose_name="stopped on")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_plans",
                        to="council.decision",
                        verbose_name="approved by",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_plans",
                        to="council.institution",
                        verbose_name="lead institution",
                    ),
                ),
                (
                    "partners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="partnered_plans",
                        to="council.institution",
                        verbose_name="partner institutions",
                    ),
                ),
                (
                    "sections",
                    models.ManyToManyField(
                        blank=True, related_name="plans", to="council.section", verbose_name="sections"
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stopped_plans",
                        to="council.decision",
                        verbose_name="stopped by",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="council.programyear",
                        verbose_name="year",
                    ),
                ),
            ],
            options={
                "verbose_name": "action plan",
                "verbose_name_plural": "action plans",
                "ordering": ["-year__year", "number"],
                "permissions": [("propose_plan", "Can propose a plan to the council")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "number"),
                        name="actionplan_number_once_a_year",
                        violation_error_message="The year has a plan with this number already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 100)),
                        name="actionplan_weight_within_0_100",
                        violation_error_message="A weight is between 0 and 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by__isnull", True), ("state__in", ["draft", "proposed"])),
                            models.Q(
                                models.Q(("state__in", ["draft", "proposed"]), _negated=True),
                                ("approved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="actionplan_approved_by_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "stopped"), ("stopped_by__isnull", False), ("stopped_on__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state", "stopped"), _negated=True),
                                ("stopped_by__isnull", True),
                                ("stopped_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="actionplan_stopped_by_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
                ("start", models.DateField(verbose_name="start")),
                ("finish", models.DateField(verbose_name="finish")),
                (
                    "profile",
                    models.CharField(
                        choices=[("linear", "linear"), ("milestone", "milestone")],
                        default="linear",
                        max_length=9,
                        verbose_name="profile",
                    ),
                ),
                ("done_when", persian.fields.NormalisedTextField(blank=True, verbose_name="done when")),
                ("done_when_en", persian.fields.NormalisedTextField(blank=True, verbose_name="done when, in English")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="actionplans.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="activity_number_once_a_plan",
                        violation_error_message="The plan has an activity with this number already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 100)),
                        name="activity_weight_within_0_100",
                        violation_error_message="A weight is between 0 and 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finish__gte", models.F("start"))),
                        name="activity_start_before_finish",
                        violation_error_message="The finish is on or after the start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="plan weight")),
                ("in_force_on", models.DateField(verbose_name="in force on")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baselines",
                        to="council.decision",
                        verbose_name="decision",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baselines",
                        to="actionplans.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "baseline",
                "verbose_name_plural": "baselines",
                "ordering": ["plan", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "version"), name="baseline_version_once"),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="baseline_version_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 100)),
                        name="baseline_weight_within_0_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaselineActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="weight")),
                ("start", models.DateField(verbose_name="start")),
                ("finish", models.DateField(verbose_name="finish")),
                (
                    "profile",
                    models.CharField(
                        choices=[("linear", "linear"), ("milestone", "milestone")], max_length=9, verbose_name="profile"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baseline_rows",
                        to="actionplans.activity",
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="actionplans.baseline",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity of a baseline",
                "verbose_name_plural": "activities of a baseline",
                "ordering": ["baseline", "activity__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("baseline", "activity"), name="baselineactivity_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 100)),
                        name="baselineactivity_weight_within_0_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finish__gte", models.F("start"))),
                        name="baselineactivity_start_before_finish",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActionPlan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                ("objective", persian.fields.NormalisedTextField(blank=True, verbose_name="objective")),
                ("objective_en", persian.fields.NormalisedTextField(blank=True, verbose_name="objective in English")),
                (
                    "from_source",
                    persian.fields.NormalisedCharField(
                        blank=True, max_length=200, verbose_name="follows from (source)"
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        choices=[
                            ("networking", "networking"),
                            ("services", "service providers"),
                            ("support", "support institutions"),
                        ],
                        default="support",
                        max_length=10,
                        verbose_name="pillar",
                    ),
                ),
                ("contact", persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="contact")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("running", "running"),
                            ("completed", "completed"),
                            ("stopped", "stopped"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("stopped_on", models.DateField(blank=True, editable=False, null=True, verbose_name="stopped on")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.decision",
                        verbose_name="approved by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.institution",
                        verbose_name="lead institution",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.decision",
                        verbose_name="stopped by",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.programyear",
                        verbose_name="year",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical action plan",
                "verbose_name_plural": "historical action plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalActionPlan_partners",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "actionplan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actionplans.actionplan",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="actionplans.historicalactionplan",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalActionPlan_partners",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalActionPlan_sections",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "actionplan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actionplans.actionplan",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="actionplans.historicalactionplan",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.section",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalActionPlan_sections",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
                ("start", models.DateField(verbose_name="start")),
                ("finish", models.DateField(verbose_name="finish")),
                (
                    "profile",
                    models.CharField(
                        choices=[("linear", "linear"), ("milestone", "milestone")],
                        default="linear",
                        max_length=9,
                        verbose_name="profile",
                    ),
                ),
                ("done_when", persian.fields.NormalisedTextField(blank=True, verbose_name="done when")),
                ("done_when_en", persian.fields.NormalisedTextField(blank=True, verbose_name="done when, in English")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actionplans.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical activity",
                "verbose_name_plural": "historical activities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("output", "output"), ("outcome", "outcome"), ("impact", "impact")],
                        default="output",
                        max_length=7,
                        verbose_name="level",
                    ),
                ),
                ("unit", persian.fields.NormalisedCharField(max_length=40, verbose_name="unit")),
                (
                    "unit_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=40, verbose_name="unit in English"),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "higher is better"), ("down", "lower is better")],
                        default="up",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "baseline_value",
                    models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="baseline value"),
                ),
                ("baseline_on", models.DateField(blank=True, null=True, verbose_name="baseline date")),
                ("target", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="target")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actionplans.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical indicator",
                "verbose_name_plural": "historical indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=200, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("output", "output"), ("outcome", "outcome"), ("impact", "impact")],
                        default="output",
                        max_length=7,
                        verbose_name="level",
                    ),
                ),
                ("unit", persian.fields.NormalisedCharField(max_length=40, verbose_name="unit")),
                (
                    "unit_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=40, verbose_name="unit in English"),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "higher is better"), ("down", "lower is better")],
                        default="up",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "baseline_value",
                    models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="baseline value"),
                ),
                ("baseline_on", models.DateField(blank=True, null=True, verbose_name="baseline date")),
                ("target", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="target")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="actionplans.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="indicator_number_once_a_plan",
                        violation_error_message="The plan has an indicator with this number already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaselineTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="target")),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="actionplans.baseline"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baseline_rows",
                        to="actionplans.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "target of a baseline",
                "verbose_name_plural": "targets of a baseline",
                "ordering": ["baseline", "indicator__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("baseline", "indicator"), name="baselinetarget_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="value")),
                ("note", persian.fields.NormalisedTextField(blank=True, verbose_name="note")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="actionplans.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator reading",
                "verbose_name_plural": "indicator readings",
                "ordering": ["-as_of", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MonthLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="month",
                    ),
                ),
                ("is_locked", models.BooleanField(default=True, verbose_name="locked")),
                ("reason", persian.fields.NormalisedTextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_locks",
                        to="council.programyear",
                        verbose_name="year",
                    ),
                ),
            ],
            options={
                "verbose_name": "month lock",
                "verbose_name_plural": "month locks",
                "ordering": ["-pk"],
                "permissions": [("lock_month", "Can lock a month"), ("unlock_month", "Can unlock a month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="monthlock_month_1_to_12"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_locked", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="monthlock_unlock_has_reason",
                        violation_error_message="Say why the month is opened again.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[("approve", "approve"), ("amend", "amend"), ("stop", "stop")],
                        default="approve",
                        max_length=7,
                        verbose_name="act",
                    ),
                ),
                ("payload", models.JSONField(blank=True, default=dict, verbose_name="details")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_proposals",
                        to="council.decision",
                        verbose_name="decision",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="actionplans.actionplan",
                        verbose_name="action plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan proposal",
                "verbose_name_plural": "plan proposals",
                "ordering": ["plan__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "plan"),
                        name="planproposal_once",
                        violation_error_message="This decision names the plan already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="percent done",
                    ),
                ),
                ("narrative", persian.fields.NormalisedTextField(blank=True, verbose_name="what was done")),
                ("fall_reason", persian.fields.NormalisedTextField(blank=True, verbose_name="why progress went down")),
                ("obstacle", persian.fields.NormalisedTextField(blank=True, verbose_name="obstacle")),
                ("corrective_action", persian.fields.NormalisedTextField(blank=True, verbose_name="corrective action")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="actionplans.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress entry",
                "verbose_name_plural": "progress entries",
                "ordering": ["-as_of", "-pk"],
                "permissions": [("record_progress", "Can record progress")],
                "indexes": [
                    models.Index(fields=["activity", "-as_of", "-id"], name="progressentry_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                        name="progressentry_percent_within_0_100",
                        violation_error_message="Progress is between 0 and 100 percent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caption", persian.fields.NormalisedCharField(max_length=200, verbose_name="caption")),
                ("is_public", models.BooleanField(default=False, verbose_name="public")),
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
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="actionplans.indicatorreading",
                        verbose_name="indicator reading",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="actionplans.progressentry",
                        verbose_name="progress entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("reading__isnull", True)),
                            models.Q(("entry__isnull", True), ("reading__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_of_one_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("verified", "verified"), ("returned", "returned")],
                        max_length=8,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="verified percent"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="verified value"
                    ),
                ),
                ("reason", persian.fields.NormalisedTextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="actionplans.progressentry",
                        verbose_name="progress entry",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="actionplans.indicatorreading",
                        verbose_name="indicator reading",
                    ),
                ),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
                "ordering": ["-pk"],
                "permissions": [("verify_progress", "Can verify and return progress")],
                "indexes": [
                    models.Index(fields=["entry", "-id"], name="verification_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("reading__isnull", True)),
                            models.Q(("entry__isnull", True), ("reading__isnull", False)),
                            _connector="OR",
                        ),
                        name="verification_of_one_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__isnull", False),
                                ("percent__gte", 0),
                                ("percent__lte", 100),
                                ("verdict", "verified"),
                            ),
                            models.Q(("reading__isnull", False), ("value__isnull", False), ("verdict", "verified")),
                            models.Q(("percent__isnull", True), ("value__isnull", True), ("verdict", "returned")),
                            _connector="OR",
                        ),
                        name="verification_has_its_figure",
                        violation_error_message="A verified entry carries a percent between 0 and 100; a returned one carries none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "verified"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="verification_return_has_reason",
                        violation_error_message="Say why it is returned, so that it can be corrected.",
                    ),
                ],
            },
        ),
    ]
