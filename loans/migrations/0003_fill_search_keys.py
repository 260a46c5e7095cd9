"""The search keys of the rows that there are; a migration of its own, for MySQL cannot roll the other one back."""

from django.db import migrations

from core.db.migration_operations import FillSearchKeys


class Migration(migrations.Migration):
    dependencies = [("loans", "0002_search_keys")]
    operations = [FillSearchKeys("Loan"), FillSearchKeys("Product")]
