"""Renames `Account.kept_open_by` to `open_loan_count`.

The column keeps its name, so that a server of the earlier release may run beside one of this release.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_fill_till_cashiers")]
    operations = [
        migrations.AlterField(
            model_name="account",
            name="kept_open_by",
            field=models.PositiveIntegerField(default=0, db_default=0, db_column="kept_open_by"),
        ),
        migrations.RenameField(model_name="account", old_name="kept_open_by", new_name="open_loan_count"),
    ]
