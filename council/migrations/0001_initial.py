import django.core.validators
import django.db.models.deletion
import simple_history.models
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
            name="Institution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("name", persian.fields.NormalisedCharField(max_length=200, verbose_name="name")),
                (
                    "name_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="name in English"),
                ),
                (
                    "short_name",
                    persian.fields.NormalisedCharField(blank=True, max_length=60, verbose_name="short name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("industrial_towns_company", "industrial towns company"),
                            ("governorate", "governorate"),
                            ("vocational_training", "vocational training"),
                            ("industry_mine_trade", "industry, mine and trade"),
                            ("university", "university"),
                            ("university_incubator", "university incubator"),
                            ("labour_welfare", "labour and welfare"),
                            ("guild_union", "guild union"),
                            ("network", "network"),
                            ("other", "other"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("is_support_institution", models.BooleanField(default=False, verbose_name="support institution")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("is_reported", models.BooleanField(default=False, editable=False, verbose_name="named in a source")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                (
                    "sort_text",
                    persian.fields.SortKeyField(
                        db_index=True, default="", editable=False, max_length=300, source="name"
                    ),
                ),
            ],
            options={
                "verbose_name": "institution",
                "verbose_name_plural": "institutions",
                "ordering": ["sort_text", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", persian.fields.NormalisedCharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=300, verbose_name="title in English"),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("agency", persian.fields.NormalisedCharField(max_length=120, verbose_name="agency")),
                ("published_on", models.DateField(verbose_name="published on")),
                ("text", persian.fields.NormalisedTextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["-published_on"],
            },
        ),
        migrations.CreateModel(
            name="ProgramYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(1300),
                            django.core.validators.MaxValueValidator(1500),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField(unique=True, verbose_name="number in the programme")),
                ("start", models.DateField(editable=False, verbose_name="first day")),
                ("end", models.DateField(editable=False, verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planning", "in planning"),
                            ("approved", "approved"),
                            ("running", "running"),
                            ("closed", "closed"),
                        ],
                        db_index=True,
                        default="planning",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("approved_on", models.DateField(blank=True, editable=False, null=True, verbose_name="approved on")),
                (
                    "reported_plan_count",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="plans, as reported"
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
            ],
            options={
                "verbose_name": "programme year",
                "verbose_name_plural": "programme years",
                "ordering": ["-year"],
                "permissions": [
                    ("approve_year", "Can approve a programme year"),
                    ("start_year", "Can start a programme year"),
                    ("close_year", "Can close a programme year"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="programyear_start_before_end"
                    ),
                    models.CheckConstraint(condition=models.Q(("ordinal__gte", 1)), name="programyear_ordinal_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_on__isnull", True), ("state", "planning")),
                            models.Q(models.Q(("state", "planning"), _negated=True), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="programyear_approved_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("held_on", models.DateField(db_index=True, verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="begins at")),
                ("place", persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "call",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "first call"), (2, "second call")], default=1, verbose_name="call"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("called", "called"),
                            ("held", "held"),
                            ("confirmed", "minutes confirmed"),
                            ("published", "published"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="council.programyear",
                        verbose_name="year",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="council.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-year__year", "-number"],
                "permissions": [
                    ("call_meeting", "Can call, hold and cancel a meeting"),
                    ("publish_meeting", "Can confirm and publish minutes"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "number"),
                        name="meeting_number_once_a_year",
                        violation_error_message="The year has a meeting with this number already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 99)), name="meeting_number_1_to_99"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(unique=True, verbose_name="order")),
                ("name", persian.fields.NormalisedCharField(max_length=120, verbose_name="name")),
                (
                    "name_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="name in English"),
                ),
                (
                    "market",
                    persian.fields.NormalisedCharField(blank=True, max_length=300, verbose_name="the market it opens"),
                ),
                (
                    "market_en",
                    persian.fields.NormalisedCharField(
                        blank=True, max_length=300, verbose_name="the market, in English"
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "report"),
                            ("decision", "decision"),
                            ("opinion", "opinion"),
                            ("information", "information"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", persian.fields.NormalisedCharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=300, verbose_name="title in English"),
                ),
                ("presenter", persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="presenter")),
                ("text", persian.fields.NormalisedTextField(blank=True, verbose_name="text")),
                ("notes", persian.fields.NormalisedTextField(blank=True, verbose_name="working notes (never public)")),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="council.agendaitem",
                        verbose_name="carried over from",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="council.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "ordering": ["meeting", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CouncilRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True, verbose_name="in force from")),
                (
                    "quorum_numerator",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="quorum: parts"
                    ),
                ),
                (
                    "quorum_denominator",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="quorum: of"
                    ),
                ),
                (
                    "second_call_numerator",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="quorum of the second call: parts",
                    ),
                ),
                (
                    "second_call_denominator",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="quorum of the second call: of",
                    ),
                ),
                (
                    "majority_numerator",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="majority: parts",
                    ),
                ),
                (
                    "majority_denominator",
                    models.PositiveSmallIntegerField(
                        default=2, validators=[django.core.validators.MinValueValidator(1)], verbose_name="majority: of"
                    ),
                ),
                ("chair_casting_vote", models.BooleanField(default=False, verbose_name="the chair decides at a tie")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
            ],
            options={
                "verbose_name": "council rule",
                "verbose_name_plural": "council rules",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quorum_numerator__gte", 1), ("quorum_numerator__lte", models.F("quorum_denominator"))
                        ),
                        name="councilrule_quorum_up_to_1",
                        violation_error_message="The quorum is a fraction of at most one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_call_numerator__gte", 1),
                            ("second_call_numerator__lte", models.F("second_call_denominator")),
                        ),
                        name="councilrule_second_call_up_to_1",
                        violation_error_message="The quorum of the second call is a fraction of at most one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("majority_numerator__gte", 1), ("majority_numerator__lt", models.F("majority_denominator"))
                        ),
                        name="councilrule_majority_below_1",
                        violation_error_message="The majority is a fraction below one: more than that share must agree.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", persian.fields.NormalisedTextField(blank=True, verbose_name="text")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="council.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="council.institution",
                        verbose_name="institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", persian.fields.NormalisedCharField(max_length=120, verbose_name="person")),
                (
                    "person_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="person, in English"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("deputy", "deputy for small industries"),
                            ("secretary", "secretary (cluster development agent)"),
                            ("support", "support institution"),
                            ("actor", "cluster actor"),
                            ("supervisor", "technical supervisor"),
                            ("observer", "observer"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("is_voting", models.BooleanField(default=True, verbose_name="has a vote")),
                (
                    "decree_number",
                    persian.fields.NormalisedCharField(blank=True, max_length=60, verbose_name="decree number"),
                ),
                ("decree_on", models.DateField(blank=True, null=True, verbose_name="decree date")),
                ("valid_from", models.DateField(verbose_name="from day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to day")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                ("row_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "alternate_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alternates",
                        to="council.seat",
                        verbose_name="alternate for",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="council.institution",
                        verbose_name="institution",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["-is_voting", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="seat_from_before_to",
                        violation_error_message="A seat ends on or after the day it begins.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("alternate_for__isnull", True), ("role", "chair"), ("valid_to__isnull", True)
                        ),
                        fields=("role",),
                        name="seat_one_open_chair",
                        violation_error_message="There is a chair without an end date already: end that seat first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSeat",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("person", persian.fields.NormalisedCharField(max_length=120, verbose_name="person")),
                (
                    "person_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="person, in English"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("deputy", "deputy for small industries"),
                            ("secretary", "secretary (cluster development agent)"),
                            ("support", "support institution"),
                            ("actor", "cluster actor"),
                            ("supervisor", "technical supervisor"),
                            ("observer", "observer"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("is_voting", models.BooleanField(default=True, verbose_name="has a vote")),
                (
                    "decree_number",
                    persian.fields.NormalisedCharField(blank=True, max_length=60, verbose_name="decree number"),
                ),
                ("decree_on", models.DateField(blank=True, null=True, verbose_name="decree date")),
                ("valid_from", models.DateField(verbose_name="from day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to day")),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.institution",
                        verbose_name="institution",
                    ),
                ),
                (
                    "alternate_for",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.seat",
                        verbose_name="alternate for",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical seat",
                "verbose_name_plural": "historical seats",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", persian.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="person")),
                (
                    "described_as",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="described as"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("present", "present"), ("apology", "apology"), ("absent", "absent")],
                        default="present",
                        max_length=8,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "by_alternate",
                    persian.fields.NormalisedCharField(
                        blank=True, max_length=120, verbose_name="represented by (alternate)"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="council.institution",
                        verbose_name="institution",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="council.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="council.seat",
                        verbose_name="seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "seat"),
                        name="attendance_seat_once",
                        violation_error_message="This seat is in the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat__isnull", False),
                            models.Q(("person", ""), _negated=True),
                            models.Q(("described_as", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_says_who",
                        violation_error_message="Choose a seat, or write who it was.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("held_on", models.DateField(db_index=True, verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="begins at")),
                ("place", persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "call",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "first call"), (2, "second call")], default=1, verbose_name="call"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("called", "called"),
                            ("held", "held"),
                            ("confirmed", "minutes confirmed"),
                            ("published", "published"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=12, null=True, unique=True, verbose_name="number"
                    ),
                ),
                ("text", persian.fields.NormalisedTextField(verbose_name="text")),
                ("text_en", persian.fields.NormalisedTextField(blank=True, verbose_name="text in English")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("adopted", "adopted"),
                            ("rejected", "rejected"),
                            ("deferred", "deferred"),
                            ("withdrawn", "withdrawn"),
                        ],
                        db_index=True,
                        default="proposed",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
                ),
                ("votes_abstain", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions")),
                ("by_consensus", models.BooleanField(default=False, verbose_name="by consensus")),
                (
                    "snapshot",
                    models.JSONField(blank=True, editable=False, null=True, verbose_name="electorate and count"),
                ),
                ("adopted_on", models.DateField(blank=True, editable=False, null=True, verbose_name="adopted on")),
                (
                    "recorded_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="recorded at"),
                ),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="council.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="council.decision",
                        verbose_name="supersedes",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="council.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-number", "pk"],
                "permissions": [("adopt_decision", "Can record that a decision was adopted or rejected")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "adopted"), _negated=True),
                            models.Q(
                                ("adopted_on__isnull", False), ("number__isnull", False), ("snapshot__isnull", False)
                            ),
                            models.Q(
                                ("adopted_on__isnull", False), ("number__isnull", False), ("source__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="decision_adopted_has_snapshot_or_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "adopted"), ("number__isnull", True), _connector="OR"),
                        name="decision_number_only_when_adopted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("ideas", "ideas"),
                            ("strengths_weaknesses", "strengths and weaknesses"),
                            ("handover", "hand-over"),
                            ("cooperation", "cooperation"),
                            ("trainings", "trainings"),
                            ("market", "market"),
                        ],
                        max_length=24,
                        verbose_name="topic",
                    ),
                ),
                ("speaker", persian.fields.NormalisedCharField(max_length=120, verbose_name="speaker")),
                ("text", persian.fields.NormalisedTextField(verbose_name="text")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="council.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ["source", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "order"), name="statement_order_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", persian.fields.NormalisedCharField(max_length=200, verbose_name="name")),
                (
                    "name_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="name in English"),
                ),
                ("province", persian.fields.NormalisedCharField(max_length=100, verbose_name="province")),
                (
                    "province_en",
                    persian.fields.NormalisedCharField(blank=True, max_length=100, verbose_name="province in English"),
                ),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1300),
                            django.core.validators.MaxValueValidator(1500),
                        ],
                        verbose_name="first programme year",
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(default=3, verbose_name="number of programme years")),
                (
                    "reported_section_count",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sections, as reported"),
                ),
                (
                    "handover_due_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the hand-over"),
                ),
                ("is_only", models.BooleanField(default=True, editable=False)),
                (
                    "host_institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.institution",
                        verbose_name="host institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "cluster",
                "verbose_name_plural": "cluster",
                "constraints": [
                    models.UniqueConstraint(fields=("is_only",), name="cluster_one_row"),
                    models.CheckConstraint(condition=models.Q(("is_only", True)), name="cluster_is_only"),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 10)),
                        name="cluster_years_1_to_10",
                        violation_error_message="A cluster programme takes between 1 and 10 years.",
                    ),
                ],
            },
        ),
    ]
