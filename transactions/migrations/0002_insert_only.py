"""The database refuses to change or delete what is booked."""

from django.db import migrations

from core.db.migration_operations import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("transactions", "0001_ledger")]
    operations = [InsertOnly("transactions"), InsertOnly("entries")]
