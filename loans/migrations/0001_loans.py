"""Loan products, loans, schedules, repayments."""


import core.clock
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_chart'),
        ('transactions', '0002_insert_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3)),
                ('rate_millionths', models.BigIntegerField()),
                ('method', models.CharField(choices=[('declining_balance', 'Declining balance'), ('equal_principal', 'Equal principal'), ('flat', 'Flat')], max_length=20)),
                ('day_count', models.CharField(choices=[('30/360', '30/360'), ('actual/365', 'Actual/365')], max_length=10)),
                ('instalment_multiple', models.BigIntegerField()),
                ('principal_grace_months', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('min_amount', models.BigIntegerField()),
                ('max_amount', models.BigIntegerField()),
                ('min_term_months', models.PositiveSmallIntegerField()),
                ('max_term_months', models.PositiveSmallIntegerField()),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'loan product',
                'db_table': 'loan_products',
                'constraints': [models.CheckConstraint(condition=models.Q(('max_amount__gte', models.F('min_amount')), ('min_amount__gt', 0)), name='product_amounts'), models.CheckConstraint(condition=models.Q(('max_term_months__gte', models.F('min_term_months')), ('min_term_months__gt', 0)), name='product_terms')],
            },
        ),
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3)),
                ('rate_millionths', models.BigIntegerField()),
                ('method', models.CharField(choices=[('declining_balance', 'Declining balance'), ('equal_principal', 'Equal principal'), ('flat', 'Flat')], max_length=20)),
                ('day_count', models.CharField(choices=[('30/360', '30/360'), ('actual/365', 'Actual/365')], max_length=10)),
                ('instalment_multiple', models.BigIntegerField()),
                ('principal_grace_months', models.PositiveSmallIntegerField(default=0)),
                ('amount', models.BigIntegerField()),
                ('term_months', models.PositiveSmallIntegerField()),
                ('purpose', models.CharField(max_length=200)),
                ('status', models.CharField(choices=[('applied', 'Applied'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('cancelled', 'Cancelled'), ('active', 'Active'), ('repaid', 'Repaid'), ('written_off', 'Written off')], default='applied', max_length=12)),
                ('applied_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=core.clock.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_note', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('disbursed_at', models.DateTimeField(null=True)),
                ('principal_paid', models.BigIntegerField(db_default=0, default=0)),
                ('interest_paid', models.BigIntegerField(db_default=0, default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='accounts.account')),
                ('borrower', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disbursement', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transactions.transaction')),
                ('write_off', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transactions.transaction')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='loans.product')),
            ],
            options={
                'db_table': 'loans',
            },
        ),
        migrations.CreateModel(
            name='Repayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('principal', models.BigIntegerField()),
                ('interest', models.BigIntegerField()),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repayments', to='loans.loan')),
                ('transaction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='repayment', to='transactions.transaction')),
            ],
            options={
                'db_table': 'loan_repayments',
            },
        ),
        migrations.CreateModel(
            name='DueInstalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('due_date', models.DateField()),
                ('principal', models.BigIntegerField()),
                ('interest', models.BigIntegerField()),
                ('balance_after', models.BigIntegerField()),
                ('principal_due', models.BigIntegerField()),
                ('interest_due', models.BigIntegerField()),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='loans.loan')),
            ],
            options={
                'db_table': 'loan_instalments',
                'ordering': ['loan', 'number'],
                'constraints': [models.UniqueConstraint(fields=('loan', 'number'), name='instalment_loan_number')],
            },
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(fields=['status', 'id'], name='loan_status'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('term_months__gt', 0)), name='loan_amount'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('principal_paid__gte', 0), ('principal_paid__lte', models.F('amount'))), name='loan_paid'),
        ),
        migrations.AddConstraint(
            model_name='repayment',
            constraint=models.CheckConstraint(condition=models.Q(('principal__gte', 0)), name='repayment_principal'),
        ),
    ]
