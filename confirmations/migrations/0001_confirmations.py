"""Confirmations of requests."""

import uuid

from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateTable(
            name="Confirmation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("session_token", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=64)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "confirmations"},
        ),
    ]
