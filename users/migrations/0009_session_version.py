"""Renames `User.admin_epoch` to `session_version`.

The column keeps its name, so that a server of the earlier release may run beside one of this release.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("users", "0008_pending_email_changes")]
    operations = [
        migrations.AlterField(
            model_name="user",
            name="admin_epoch",
            field=models.PositiveIntegerField(default=0, db_default=0, editable=False, db_column="admin_epoch"),
        ),
        migrations.RenameField(model_name="user", old_name="admin_epoch", new_name="session_version"),
    ]
