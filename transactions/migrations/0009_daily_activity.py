"""Totals of past days by the type of what is reversed, in a table of their own.

The former table `daily_totals` stays, because servers of the release before go on writing it.
"""

from django.db import migrations, models

TYPES = [
    ("deposit", "Deposit"),
    ("withdrawal", "Withdrawal"),
    ("transfer", "Transfer"),
    ("reversal", "Reversal"),
    ("loan_disbursement", "Loan disbursement"),
    ("loan_repayment", "Loan repayment"),
    ("loan_write_off", "Loan written off"),
    ("loan_recovery", "Recovery of a loan written off"),
    ("fee", "Fee"),
    ("interest", "Interest"),
    ("cash_transfer", "Cash transfer"),
    ("cash_difference", "Cash over or short"),
    ("capital", "Capital"),
    ("bank_cash", "Cash at the bank"),
]


class Migration(migrations.Migration):
    dependencies = [("transactions", "0008_cash_kinds")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("DailyTotal")]),
        migrations.CreateModel(
            name="DailyTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(choices=TYPES, max_length=20)),
                ("reverses", models.CharField(blank=True, default="", max_length=20)),
                ("staff_id", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "db_table": "daily_activity",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "kind", "reverses", "staff_id"), name="daily_activity_key")
                ],
            },
        ),
    ]
