"""A session whose cookie is optional: a script's first login (`sessions_browser.enums.Binding`).

`cookie_required` keeps its meaning, and where it is true it decides alone. So a server that does not know this
column yet may run beside one that does: the rows that it writes read as it meant them, also where it takes over a
row that has `cookie_optional` set. Going back, such sessions want their cookie again.
"""

from django.db import migrations, models

from core.db.migration_operations import AddColumn


def require_cookie(apps, schema_editor):
    apps.get_model("sessions_browser", "BrowserSession").objects.filter(cookie_optional=True).update(
        cookie_required=True
    )


class Migration(migrations.Migration):
    atomic = False  # MySQL cannot roll back DDL, and Django refuses to try
    dependencies = [("sessions_browser", "0002_outstanding_token_expiry_index")]
    operations = [
        AddColumn("browsersession", "cookie_optional", models.BooleanField(default=False, db_default=False)),
        migrations.RunPython(migrations.RunPython.noop, require_cookie),
    ]
