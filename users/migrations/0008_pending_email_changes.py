"""The table of e-mail changes whose new address is not confirmed yet."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):

    dependencies = [
        ('users', '0007_pending_registrations'),
    ]

    operations = [
        CreateTable(
            name='PendingEmailChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('uid', models.CharField(db_index=True, max_length=32)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'pending_email_changes',
            },
        ),
    ]
