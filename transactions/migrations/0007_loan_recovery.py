"""The type of recoveries of loans written off: the columns do not change."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transactions', '0006_record_time_zone'),
    ]

    operations = [
        migrations.AlterField(
            model_name='dailytotal',
            name='kind',
            field=models.CharField(choices=[('deposit', 'Deposit'), ('withdrawal', 'Withdrawal'), ('transfer', 'Transfer'), ('reversal', 'Reversal'), ('loan_disbursement', 'Loan disbursement'), ('loan_repayment', 'Loan repayment'), ('loan_write_off', 'Loan written off'), ('loan_recovery', 'Recovery of a loan written off'), ('fee', 'Fee'), ('interest', 'Interest')], max_length=20),
        ),
        migrations.AlterField(
            model_name='transaction',
            name='kind',
            field=models.CharField(choices=[('deposit', 'Deposit'), ('withdrawal', 'Withdrawal'), ('transfer', 'Transfer'), ('reversal', 'Reversal'), ('loan_disbursement', 'Loan disbursement'), ('loan_repayment', 'Loan repayment'), ('loan_write_off', 'Loan written off'), ('loan_recovery', 'Recovery of a loan written off'), ('fee', 'Fee'), ('interest', 'Interest')], max_length=20),
        ),
    ]
