"""Four types of transactions, of cash in tills and the vault. Nothing changes in the database."""

from django.db import migrations, models

KINDS = [('deposit', 'Deposit'), ('withdrawal', 'Withdrawal'), ('transfer', 'Transfer'), ('reversal', 'Reversal'), ('loan_disbursement', 'Loan disbursement'), ('loan_repayment', 'Loan repayment'), ('loan_write_off', 'Loan written off'), ('loan_recovery', 'Recovery of a loan written off'), ('fee', 'Fee'), ('interest', 'Interest'), ('cash_transfer', 'Cash transfer'), ('cash_difference', 'Cash over or short'), ('capital', 'Capital'), ('bank_cash', 'Cash at the bank')]


class Migration(migrations.Migration):
    dependencies = [("transactions", "0007_loan_recovery")]
    operations = [
        migrations.AlterField(
            model_name=model, name="kind", field=models.CharField(choices=KINDS, max_length=20)
        )
        for model in ("transaction", "dailytotal")
    ]
