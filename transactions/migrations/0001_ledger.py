"""The ledger's tables."""

import core.clock
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyTransfers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('day', models.DateField()),
                ('amount', models.BigIntegerField()),
            ],
            options={
                'db_table': 'daily_transfers',
                'constraints': [models.UniqueConstraint(fields=('user_id', 'day'), name='daily_transfers_user_day')],
            },
        ),
        migrations.CreateModel(
            name='Transaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('deposit', 'Deposit'), ('withdrawal', 'Withdrawal'), ('transfer', 'Transfer'), ('reversal', 'Reversal'), ('loan_disbursement', 'Loan disbursement'), ('loan_repayment', 'Loan repayment'), ('loan_write_off', 'Loan written off'), ('fee', 'Fee'), ('interest', 'Interest')], max_length=20)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('description', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('booked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=core.clock.now)),
                ('value_date', models.DateField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='transactions.transaction')),
                ('to_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.account')),
            ],
            options={
                'db_table': 'transactions',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('credit', 'Credit'), ('debit', 'Debit')], max_length=6)),
                ('amount', models.BigIntegerField()),
                ('seq', models.BigIntegerField(null=True)),
                ('balance_after', models.BigIntegerField(null=True)),
                ('booked_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='accounts.account')),
                ('transaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='transactions.transaction')),
            ],
            options={
                'verbose_name_plural': 'entries',
                'db_table': 'entries',
            },
        ),
        migrations.CreateModel(
            name='BalanceSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateTimeField()),
                ('balance', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='accounts.account')),
            ],
            options={
                'db_table': 'balance_snapshots',
                'constraints': [models.UniqueConstraint(fields=('account', 'before'), name='snapshot_account_before')],
            },
        ),
        migrations.AddIndex(
            model_name='transaction',
            index=models.Index(fields=['booked_at', 'id'], name='transaction_booked'),
        ),
        migrations.AddIndex(
            model_name='transaction',
            index=models.Index(fields=['kind', 'id'], name='transaction_kind'),
        ),
        migrations.AddConstraint(
            model_name='transaction',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='transaction_amount'),
        ),
        migrations.AddConstraint(
            model_name='transaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='transaction_reverses'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['account', 'booked_at', 'id'], name='entry_account_booked'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('account', 'seq'), name='entry_account_seq'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='entry_amount'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['credit', 'debit'])), name='entry_direction'),
        ),
    ]
