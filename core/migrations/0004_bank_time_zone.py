"""The table of the bank's time zone."""

from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):

    dependencies = [("core", "0003_idempotency_keys")]

    operations = [
        migrations.CreateModel(
            name='BankTimeZone',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('first_day', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'db_table': 'bank_time_zone',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='bank_time_zone_one_row')],
            },
        ),
    ]
