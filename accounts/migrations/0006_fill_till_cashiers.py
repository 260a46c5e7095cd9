"""Fills the cashiers of the tills that there are."""

from django.db import migrations

PREFIX = "till:"


def fill(apps, schema_editor):
    for till in apps.get_model("accounts", "Account").objects.filter(type="till", cashier=None):
        till.cashier_id = int(till.code.removeprefix(PREFIX))
        till.save(update_fields=["cashier"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_till_cashier")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
