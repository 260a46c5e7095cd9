"""On MySQL, e-mail addresses that differ in an accent are two, as they are everywhere else."""

from django.db import migrations

EXACT = "ALTER TABLE users MODIFY email varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL"


def make_exact(apps, schema_editor):
    if schema_editor.connection.vendor == "mysql":
        schema_editor.execute(EXACT)


class Migration(migrations.Migration):
    atomic = False  # MySQL cannot roll back DDL
    dependencies = [("users", "0001_users")]
    operations = [migrations.RunPython(make_exact, migrations.RunPython.noop)]
