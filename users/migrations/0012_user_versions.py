"""What was true of each user over time: name, role and active flag."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.migration_operations import CreateTable

ROLES = [("member", "Member"), ("cashier", "Cashier"), ("manager", "Manager")]


class Migration(migrations.Migration):
    dependencies = [("users", "0011_known_browsers")]
    operations = [
        CreateTable(
            name="UserVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(null=True)),
                ("full_name", models.CharField(max_length=150)),
                ("role", models.CharField(choices=ROLES, max_length=10)),
                ("is_active", models.BooleanField()),
                ("joined", models.BooleanField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "user_versions",
                "indexes": [
                    models.Index(fields=["role", "valid_from", "valid_to"], name="user_version_role"),
                ],
            },
        ),
    ]
