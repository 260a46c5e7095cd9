"""The table of browser sessions: InnoDB, utf8mb4, ON DELETE CASCADE in the database."""

import core.clock
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTable(
            name='BrowserSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('browser_id', models.CharField(max_length=255, unique=True)),  # guard: browser-unique
                ('session_token', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=core.clock.now)),
                ('last_active_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=core.clock.now)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('absolute_expires_at', models.DateTimeField()),
                ('cookie_required', models.BooleanField(db_default=True, default=True)),
                ('refresh_jti', models.CharField(max_length=32)),
                ('access_jti', models.CharField(max_length=32)),
                ('issued_at', models.DateTimeField()),
                ('spent_jti', models.CharField(db_default='', default='', max_length=32)),
                ('retry_key_hash', models.CharField(db_default='', default='', max_length=64)),
                ('ip_address', models.CharField(db_default='', default='', max_length=45)),
                ('user_agent', models.CharField(db_default='', default='', max_length=255)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='browser_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'browser_sessions',
            },
        ),
    ]
