"""For the filters of the audit log by actor and by address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_request_ids")]
    operations = [
        migrations.AddIndex("auditevent", models.Index(fields=["actor_id", "id"], name="audit_actor")),
        migrations.AddIndex("auditevent", models.Index(fields=["ip_address", "id"], name="audit_ip_address")),
    ]
