"""Two types of accounts: the bank's own account at another bank, and cash over and short.

Nothing changes in the database. Each account is opened when first used (`accounts.services.chart_account`): a server of
the version before knows neither type, and its trial balance would fail from the migration on.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_loan_income")]
    operations = [
        migrations.AlterField(
            model_name="account",
            name="type",
            field=models.CharField(choices=[('savings', 'Savings'), ('current', 'Current'), ('till', 'Till'), ('vault', 'Vault'), ('loans_receivable', 'Loans receivable'), ('interest_income', 'Interest income'), ('fee_income', 'Fee income'), ('penalty_income', 'Penalty income'), ('write_offs', 'Loans written off'), ('recoveries', 'Loans recovered'), ('equity', 'Equity'), ('bank', 'Bank account'), ('cash_over_short', 'Cash over and short')], max_length=20),
        ),
    ]
