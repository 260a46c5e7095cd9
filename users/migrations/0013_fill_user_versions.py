"""Writes the versions of existing users from the audit log."""

from django.db import migrations

from users.missing_versions import fill_missing_versions


def fill(apps, schema_editor):
    fill_missing_versions(apps)


class Migration(migrations.Migration):
    dependencies = [("users", "0012_user_versions"), ("audit", "0002_insert_only")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
