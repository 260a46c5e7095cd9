"""The factors of users: authenticators, passkeys, recovery codes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTable(
            name="TotpDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kid", models.CharField(default="", max_length=16)),
                ("secret", models.CharField(default="", max_length=200)),
                ("added_at", models.DateTimeField(null=True)),
                ("last_step", models.BigIntegerField(default=0)),
                ("pending_kid", models.CharField(default="", max_length=16)),
                ("pending_secret", models.CharField(default="", max_length=200)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "totp_devices",
            },
        ),
        CreateTable(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("credential_hash", models.CharField(max_length=64, unique=True)),
                ("credential_id", models.TextField()),
                ("public_key", models.TextField()),
                ("sign_count", models.BigIntegerField(default=0)),
                ("backed_up", models.BooleanField(default=False)),
                ("transports", models.JSONField(default=list)),
                ("name", models.CharField(max_length=50)),
                ("added_at", models.DateTimeField(default=core.clock.now)),
                ("last_used_at", models.DateTimeField(null=True)),
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
                "db_table": "passkeys",
            },
        ),
        CreateTable(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(max_length=64)),
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
                "db_table": "recovery_codes",
                "constraints": [models.UniqueConstraint(fields=("user", "code_hash"), name="recovery_code_user_hash")],
            },
        ),
    ]
