"""The table of the last runs of scheduled jobs."""

from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_key_ring'),
    ]

    operations = [
        CreateTable(
            name='JobRun',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('finished_at', models.DateTimeField()),
                ('is_successful', models.BooleanField()),
                ('succeeded_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'job_runs',
            },
        ),
    ]
