"""Whether a user has a second factor."""

from django.db import migrations, models

from core.db.migration_operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("users", "0013_fill_user_versions")]
    operations = [
        AddColumn(
            model_name="user",
            name="has_factor",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
