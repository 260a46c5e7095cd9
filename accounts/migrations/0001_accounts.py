"""The table of accounts."""

import core.clock
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True)),
                ('code', models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ('type', models.CharField(choices=[('savings', 'Savings'), ('current', 'Current'), ('till', 'Till'), ('vault', 'Vault'), ('loans_receivable', 'Loans receivable'), ('interest_income', 'Interest income'), ('fee_income', 'Fee income'), ('write_offs', 'Loans written off'), ('equity', 'Equity')], max_length=20)),
                ('name', models.CharField(blank=True, db_default='', default='', max_length=100)),
                ('currency', models.CharField(max_length=3)),
                ('status', models.CharField(choices=[('active', 'Active'), ('frozen', 'Frozen'), ('closed', 'Closed')], db_default='active', default='active', max_length=10)),
                ('balance', models.BigIntegerField(db_default=0, default=0)),
                ('held', models.BigIntegerField(db_default=0, default=0)),
                ('overdraft', models.BigIntegerField(db_default=0, default=0)),
                ('kept_open_by', models.PositiveIntegerField(db_default=0, default=0)),
                ('seq', models.BigIntegerField(db_default=0, default=0)),
                ('last_booked_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=core.clock.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'accounts',
                'indexes': [models.Index(fields=['type', 'id'], name='account_type'), models.Index(fields=['status', 'id'], name='account_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(('balance__gte', django.db.models.expressions.CombinedExpression(models.F('overdraft'), '*', models.Value(-1)))), name='account_overdraft'), models.CheckConstraint(condition=models.Q(('held__gte', 0), ('overdraft__gte', 0)), name='account_held'), models.CheckConstraint(condition=models.Q(('seq__gte', 0)), name='account_seq')],
            },
        ),
    ]
