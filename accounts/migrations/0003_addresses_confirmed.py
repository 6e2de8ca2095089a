"""Accounts made before people could sign up themselves were made by an administrator: their addresses are confirmed."""

from django.db import migrations


def confirm(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects
    address = apps.get_model("account", "EmailAddress")
    users.filter(mobile__isnull=False).update(is_mobile_verified=True)
    address.objects.bulk_create(
        address(user_id=pk, email=email, verified=True, primary=True)
        for pk, email in users.filter(email__isnull=False, emailaddress__isnull=True).values_list("pk", "email")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_mobile_confirmed"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
