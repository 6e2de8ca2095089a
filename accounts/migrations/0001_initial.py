import django.core.validators
import django.utils.timezone
from django.db import migrations, models

import persian.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, null=True, unique=True, verbose_name="e-mail address"
                    ),
                ),
                (
                    "mobile",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        null=True,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+989\\d{9}\\Z", "Enter a mobile number such as 09123456789."
                            )
                        ],
                        verbose_name="mobile number",
                    ),
                ),
                ("full_name", persian.fields.NormalisedCharField(max_length=120, verbose_name="full name")),
                (
                    "language",
                    models.CharField(
                        choices=[("fa", "Persian"), ("en", "English")],
                        default="fa",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the desk")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("is_sample", models.BooleanField(default=False, editable=False, verbose_name="sample")),
                (
                    "joined_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="joined at"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "ordering": ["full_name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email__isnull", False), ("mobile__isnull", False), _connector="OR"),
                        name="user_email_or_mobile",
                        violation_error_message="Give an e-mail address, a mobile number, or both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), _negated=True), name="user_email_null_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mobile", ""), _negated=True), name="user_mobile_null_not_empty"
                    ),
                ],
            },
        ),
    ]
