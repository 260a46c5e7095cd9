"""The bank's accounts for late fees, and for what is recovered of loans written off."""

from django.conf import settings
from django.db import migrations

from accounts.numbers import new_number

CHART = {"penalty_income": "Penalty income", "recoveries": "Loans recovered"}


def make(apps, schema_editor):
    Account = apps.get_model("accounts", "Account")
    for kind, name in CHART.items():
        Account.objects.create(code=kind, type=kind, name=name, number=new_number(), currency=settings.BANK_CURRENCY)


def unmake(apps, schema_editor):
    apps.get_model("accounts", "Account").objects.filter(code__in=CHART).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_loan_income")]
    operations = [migrations.RunPython(make, unmake)]
