"""Terms for early and late payment, and the position of a loan after each of its postings."""

import django.db.models.deletion
from django.db import migrations, models

from core.db.migration_operations import AddFieldToParent


class Migration(migrations.Migration):

    dependencies = [
        ('loans', '0003_fill_search_keys'),
        ('transactions', '0007_loan_recovery'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoanEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booked_at', models.DateTimeField(null=True)),
                ('day', models.DateField(null=True)),
                ('outstanding', models.BigIntegerField(null=True)),
                ('oldest_due', models.DateField(null=True)),
                ('type', models.CharField(choices=[('disbursement', 'Disbursement'), ('fee', 'Fee'), ('write_off', 'Write-off'), ('recovery', 'Recovery'), ('reversal', 'Reversal')], max_length=12)),
                ('amount', models.BigIntegerField()),
                ('product_name', models.CharField(max_length=100)),
            ],
            options={
                'db_table': 'loan_events',
            },
        ),
        migrations.AddField(
            model_name='loan',
            name='disbursed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='loan',
            name='disbursement_fee',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        AddFieldToParent(
            model_name='loan',
            name='fee',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transactions.transaction'),
        ),
        migrations.AddField(
            model_name='loan',
            name='first_due_date',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='loan',
            name='late_fee',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='loan',
            name='late_fee_after_days',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='loan',
            name='overdue_interest',
            field=models.BooleanField(db_default=False, default=True),
        ),
        migrations.AddField(
            model_name='loan',
            name='prepayment',
            field=models.CharField(choices=[('shorter_term', 'Shorter term'), ('lower_instalment', 'Lower instalment')], db_default='shorter_term', default='shorter_term', max_length=20),
        ),
        migrations.AddField(
            model_name='product',
            name='disbursement_fee',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='product',
            name='late_fee',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='product',
            name='late_fee_after_days',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='product',
            name='overdue_interest',
            field=models.BooleanField(db_default=False, default=True),
        ),
        migrations.AddField(
            model_name='product',
            name='prepayment',
            field=models.CharField(choices=[('shorter_term', 'Shorter term'), ('lower_instalment', 'Lower instalment')], db_default='shorter_term', default='shorter_term', max_length=20),
        ),
        migrations.AddField(
            model_name='repayment',
            name='booked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='repayment',
            name='by_instalments',
            field=models.BooleanField(db_default=True, default=False),
        ),
        migrations.AddField(
            model_name='repayment',
            name='day',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='repayment',
            name='fees',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='repayment',
            name='oldest_due',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='repayment',
            name='outstanding',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='repayment',
            name='penalties',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name='repayment',
            index=models.Index(fields=['booked_at', 'loan'], name='repayment_booked_at'),
        ),
        migrations.AddField(
            model_name='loanevent',
            name='loan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='loans.loan'),
        ),
        migrations.AddField(
            model_name='loanevent',
            name='transaction',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loan_event', to='transactions.transaction'),
        ),
        migrations.AddIndex(
            model_name='loanevent',
            index=models.Index(fields=['booked_at', 'loan'], name='loan_event_booked_at'),
        ),
    ]
