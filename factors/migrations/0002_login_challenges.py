"""Logins whose second factor is due."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("factors", "0001_factors"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTable(
            name="LoginChallenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("challenge_hash", models.CharField(max_length=64, unique=True)),
                ("facts", models.CharField(max_length=64)),
                ("browser_hash", models.CharField(max_length=64)),
                ("binding", models.CharField(max_length=20)),
                ("transport", models.CharField(max_length=10)),
                ("must_change_password", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "login_challenges",
            },
        ),
    ]
