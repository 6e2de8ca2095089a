import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def keep_branches(apps, schema_editor):
    """Every case stays in the branch in which its capability stands today, and in which the figures counted it."""
    capabilities = apps.get_model("members", "Capability").objects.filter(pk=OuterRef("category_id"))
    branch = Coalesce("parent__parent_id", "parent_id", "pk")
    apps.get_model("market", "ProcurementCase").objects.update(branch_id=Subquery(capabilities.values(top=branch)))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the column cannot be altered after the update


class Migration(migrations.Migration):
    dependencies = [("market", "0003_needs"), ("members", "0006_import_file_may_go")]

    operations = [
        migrations.AddField(
            model_name="procurementcase",
            name="branch",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.capability",
            ),
        ),
        migrations.RunPython(keep_branches, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="procurementcase",
            name="branch",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.capability",
            ),
        ),
    ]
