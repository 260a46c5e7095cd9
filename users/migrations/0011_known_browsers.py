"""The table of browsers on which users have signed in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("users", "0010_language")]
    operations = [
        CreateTable(
            name="KnownBrowser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("browser_hash", models.CharField(max_length=64)),
                ("is_minted", models.BooleanField()),
                ("user_agent", models.CharField(default="", max_length=255)),
                ("first_seen_at", models.DateTimeField(default=core.clock.now)),
                ("last_seen_at", models.DateTimeField(default=core.clock.now)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_browsers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "known_browsers",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "browser_hash"), name="known_browser_user_hash"),  # guard: known-browser-unique
                ],
            },
        ),
    ]
