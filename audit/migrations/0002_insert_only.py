"""The database refuses to change or delete an audit row."""

from django.db import migrations

from core.db.migration_operations import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit_events")]
    operations = [InsertOnly("audit_events")]
