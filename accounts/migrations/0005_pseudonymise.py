from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_cache")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={
                "ordering": ["full_name", "pk"],
                "permissions": [("pseudonymise_user", "May replace a person's data by a number")],
                "verbose_name": "user",
                "verbose_name_plural": "users",
            },
        ),
    ]
