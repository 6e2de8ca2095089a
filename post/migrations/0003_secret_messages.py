from django.db import migrations, models

import persian.fields


class Migration(migrations.Migration):
    dependencies = [("post", "0002_attachment")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="secret_until",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="secret, and void after"),
        ),
        migrations.AlterField(
            model_name="message",
            name="body",
            field=persian.fields.NormalisedTextField(blank=True, verbose_name="text"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("secret_until__isnull", True), ("state", "waiting"), ("body", ""), _connector="OR"),
                name="message_secret_is_emptied",
            ),
        ),
    ]
