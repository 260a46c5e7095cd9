"""A group for each role of staff: what its people see in the admin. Who is in it follows from the role itself."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

CASHIER = ["users.user", "accounts.account", "transactions.transaction"]
MANAGER = [
    *CASHIER,
    "transactions.entry",
    "sessions_browser.browsersession",
    "loans.product",
    "loans.loan",
    "loans.dueinstalment",
    "loans.repayment",
    "audit.auditevent",
]


def make(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for label in {model.partition(".")[0] for model in MANAGER}:
        config = apps.get_app_config(label)
        kept = getattr(config, "models_module", None)
        config.models_module = kept or True  # else a migration's app counts as one without models
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = kept
    for name, models in (("cashier", CASHIER), ("manager", MANAGER)):
        group, _ = Group.objects.get_or_create(name=name)
        for app, model in (label.split(".") for label in models):
            permission = Permission.objects.get(content_type__app_label=app, codename=f"view_{model}")
            group.permissions.add(permission)


def unmake(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["cashier", "manager"]).delete()


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("users", "0002_exact_emails"),
        ("accounts", "0002_chart"),
        ("transactions", "0002_insert_only"),
        ("sessions_browser", "0002_outstanding_token_expiry_index"),
        ("loans", "0001_loans"),
        ("audit", "0002_insert_only"),
    ]
    operations = [migrations.RunPython(make, unmake)]
