"""What was posted a day, kept for reports once the day is over."""

from django.db import migrations, models


def forget(apps, schema_editor):
    """Totals reach as far as snapshots: with the next snapshot all days are kept."""
    apps.get_model("transactions", "BalanceSnapshot").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [('transactions', '0002_insert_only')]

    operations = [
        migrations.CreateModel(
            name='DailyTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('deposit', 'Deposit'), ('withdrawal', 'Withdrawal'), ('transfer', 'Transfer'), ('reversal', 'Reversal'), ('loan_disbursement', 'Loan disbursement'), ('loan_repayment', 'Loan repayment'), ('loan_write_off', 'Loan written off'), ('fee', 'Fee'), ('interest', 'Interest')], max_length=20)),
                ('staff_id', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
                ('amount', models.BigIntegerField()),
            ],
            options={
                'db_table': 'daily_totals',
                'constraints': [models.UniqueConstraint(fields=('day', 'kind', 'staff_id'), name='daily_total_day_kind_staff')],
            },
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
