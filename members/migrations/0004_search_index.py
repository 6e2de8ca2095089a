from django.db import migrations

from members.search_index import drop_search_index, make_search_index


class Migration(migrations.Migration):
    dependencies = [("members", "0003_directory_at_scale")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: make_search_index(editor.connection.alias),
            lambda _apps, editor: drop_search_index(editor.connection.alias),
        )
    ]
