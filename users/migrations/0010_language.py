"""The language of a user's mails."""

from django.db import migrations, models

from core.db.migration_operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("users", "0009_session_version")]
    operations = [
        AddColumn(
            model_name="user",
            name="language",
            field=models.CharField(db_default="en", default="en", max_length=10),
        ),
    ]
