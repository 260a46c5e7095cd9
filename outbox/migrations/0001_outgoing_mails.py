"""The table of mails that wait to be sent."""

import core.clock
import outbox.models
from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTable(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=outbox.models.new_uid, max_length=32)),
                ('kind', models.CharField(max_length=40)),
                ('user_id', models.BigIntegerField(null=True)),
                ('recipient', models.EmailField(max_length=254)),
                ('language', models.CharField(default='en', max_length=10)),
                ('facts', models.JSONField(default=dict)),
                ('once_key', models.CharField(max_length=64, null=True, unique=True)),
                ('status', models.CharField(choices=[('queued', 'Waiting to be sent'), ('sent', 'Sent'), ('failed', 'Not sent: given up'), ('discarded', 'Not sent: nothing to send')], default='queued', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('next_attempt_at', models.DateTimeField(default=core.clock.now)),
                ('finished_at', models.DateTimeField(db_index=True, null=True)),
                ('last_error', models.CharField(default='', max_length=100)),
                ('request_id', models.CharField(default='', max_length=64)),
            ],
            options={
                'verbose_name': 'mail',
                'db_table': 'outgoing_mails',
                'indexes': [models.Index(fields=['status', 'next_attempt_at'], name='outgoing_mails_due')],
            },
        ),
    ]
