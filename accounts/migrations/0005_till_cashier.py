"""A till names its cashier in a column of its own; until now the id stood in the text of `code`."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.migration_operations import AddFieldToParent


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_fill_search_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AddFieldToParent(
            model_name="account",
            name="cashier",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="till",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
