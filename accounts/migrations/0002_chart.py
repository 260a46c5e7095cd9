"""The bank's own accounts, but for the tills, which are opened with the first counter work of each cashier."""

from django.conf import settings
from django.db import migrations

from accounts.numbers import new_number


CHART = {
    "vault": "Vault",
    "loans_receivable": "Loans receivable",
    "interest_income": "Interest income",
    "fee_income": "Fee income",
    "write_offs": "Loans written off",
    "equity": "Equity",
}


def make(apps, schema_editor):
    Account = apps.get_model("accounts", "Account")
    for kind, name in CHART.items():
        Account.objects.create(code=kind, type=kind, name=name, number=new_number(), currency=settings.BANK_CURRENCY)


def unmake(apps, schema_editor):
    apps.get_model("accounts", "Account").objects.filter(code__in=CHART).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]
    operations = [migrations.RunPython(make, unmake)]
