"""The table of idempotency keys: `aB` and `Ab` are two keys."""

from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_limits'),
    ]

    operations = [
        CreateTable(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('body', models.TextField(default='')),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'idempotency_keys',
                'constraints': [models.UniqueConstraint(fields=('user_id', 'key'), name='idempotency_user_key')],
            },
        ),
    ]
