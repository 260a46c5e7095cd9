"""Renames `BrowserSession.spent_jti` to `previous_jti`.

The column keeps its name, so that a server of the earlier release may run beside one of this release.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_browser", "0004_refresh_log")]
    operations = [
        migrations.AlterField(
            model_name="browsersession",
            name="spent_jti",
            field=models.CharField(max_length=32, default="", db_default="", db_column="spent_jti"),
        ),
        migrations.RenameField(model_name="browsersession", old_name="spent_jti", new_name="previous_jti"),
    ]
