"""The types of the accounts for late fees and recoveries: the column does not change."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_open_loan_count'),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='type',
            field=models.CharField(choices=[('savings', 'Savings'), ('current', 'Current'), ('till', 'Till'), ('vault', 'Vault'), ('loans_receivable', 'Loans receivable'), ('interest_income', 'Interest income'), ('fee_income', 'Fee income'), ('penalty_income', 'Penalty income'), ('write_offs', 'Loans written off'), ('recoveries', 'Loans recovered'), ('equity', 'Equity')], max_length=20),
        ),
    ]
