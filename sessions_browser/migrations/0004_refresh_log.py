"""The times of a session's last refreshes, which `THROTTLE_REFRESH` bounds (`sessions_browser.refresh_log`).

A server that does not know this column yet may run beside one that does; what it refreshes is not counted.
"""

from django.db import migrations, models

from core.db.migration_operations import AddColumn


class Migration(migrations.Migration):
    atomic = False  # MySQL cannot roll back DDL, and Django refuses to try
    dependencies = [("sessions_browser", "0003_cookie_optional")]
    operations = [
        AddColumn("browsersession", "refresh_log", models.CharField(max_length=2750, default="", db_default="")),
    ]
