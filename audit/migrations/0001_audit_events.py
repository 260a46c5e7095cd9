"""The table of the audit log."""

import core.clock
import django.core.serializers.json
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=core.clock.now)),
                ('event', models.CharField(max_length=40)),
                ('user_id', models.BigIntegerField(null=True)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('ip_address', models.CharField(db_default='', max_length=45)),
                ('user_agent', models.CharField(db_default='', max_length=255)),
                ('details', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                'db_table': 'audit_events',
                'indexes': [models.Index(fields=['event', 'id'], name='audit_event'), models.Index(fields=['user_id', 'id'], name='audit_user'), models.Index(fields=['at'], name='audit_at')],
            },
        ),
    ]
