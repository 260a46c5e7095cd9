"""Writes the position of each existing loan after each of its postings."""

from django.db import migrations

from loans.missing_positions import fill_missing_positions


def fill(apps, schema_editor):
    fill_missing_positions(apps)


class Migration(migrations.Migration):
    dependencies = [("loans", "0004_prepayment_and_late_payment"), ("audit", "0002_insert_only")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
