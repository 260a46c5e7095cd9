"""The request that an event belongs to: the server's own id, and the client's."""

from django.db import migrations, models

from core.db.migration_operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_insert_only")]
    operations = [
        AddColumn("auditevent", "request_id", models.CharField(db_default="", max_length=32)),
        AddColumn("auditevent", "client_request_id", models.CharField(db_default="", max_length=64)),
        migrations.AddIndex("auditevent", models.Index(fields=["request_id", "id"], name="audit_request_id")),
        migrations.AddIndex(
            "auditevent", models.Index(fields=["client_request_id", "id"], name="audit_client_request_id")
        ),
    ]
