"""Records the time zone of a new bank. A bank with postings has UTC days until `manage.py set_time_zone`."""

from django.conf import settings
from django.db import migrations


def record(apps, schema_editor):
    if not apps.get_model("transactions", "Transaction").objects.exists():
        apps.get_model("core", "BankTimeZone").objects.create(name=settings.BANK_TIME_ZONE)


def remove(apps, schema_editor):
    apps.get_model("core", "BankTimeZone").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0004_bank_time_zone"), ("transactions", "0005_fill_search_keys")]
    operations = [migrations.RunPython(record, remove)]
