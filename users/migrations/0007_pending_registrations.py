"""The table of registrations whose address is not confirmed yet."""

from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):

    dependencies = [
        ('users', '0006_role_checks'),
    ]

    operations = [
        CreateTable(
            name='PendingRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('uid', models.CharField(db_index=True, max_length=32)),
                ('full_name', models.CharField(max_length=150)),
                ('password', models.CharField(max_length=128)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'pending_registrations',
            },
        ),
    ]
