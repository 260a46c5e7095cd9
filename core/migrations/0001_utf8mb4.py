"""Every table holds every script, whatever the server's default: run first, it sets the database's own."""

from django.db import migrations


def set_default(apps, schema_editor):
    if schema_editor.connection.vendor == "mysql":
        name = schema_editor.quote_name(schema_editor.connection.settings_dict["NAME"])
        schema_editor.execute(f"ALTER DATABASE {name} CHARACTER SET utf8mb4")
        schema_editor.execute("ALTER TABLE django_migrations CONVERT TO CHARACTER SET utf8mb4")


class Migration(migrations.Migration):
    atomic = False  # MySQL cannot roll back DDL
    initial = True
    run_before = [
        ("contenttypes", "0001_initial"),
        ("auth", "0001_initial"),
        ("users", "0001_users"),
        ("audit", "0001_audit_events"),
        ("sessions", "0001_initial"),
        ("token_blacklist", "0001_initial"),
        ("admin", "0001_initial"),
        ("sessions_browser", "0001_browser_sessions"),
    ]
    operations = [migrations.RunPython(set_default, migrations.RunPython.noop)]
