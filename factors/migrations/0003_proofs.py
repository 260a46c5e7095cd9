"""Proofs of sessions, and the challenges that were used."""

from django.db import migrations, models

from core.db.migration_operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("factors", "0002_login_challenges")]
    operations = [
        CreateTable(
            name="FactorProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_token", models.CharField(max_length=64, unique=True)),
                ("by_factor", models.BooleanField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "factor_proofs",
            },
        ),
        CreateTable(
            name="UsedChallenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("challenge_hash", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "used_challenges",
            },
        ),
    ]
