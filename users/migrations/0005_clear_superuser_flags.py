"""Only a manager is the administrator: the superuser flag of everybody else is cleared, and each clearing is audited."""

from django.db import migrations

ROLES = ["member", "cashier", "manager"]
UNKNOWN = "Users {} have a role that is not one of {}. Give them one of these roles, then migrate again."
NOBODY_LEFT = (
    "No superuser is an active manager, so no administrator would be left. Give the administrator the role manager, "
    "then migrate again."
)


def clear_flags(apps, schema_editor):
    """Raises RuntimeError, and changes nothing, where it cannot be decided who is what."""
    User, AuditEvent = apps.get_model("users", "User"), apps.get_model("audit", "AuditEvent")
    unknown = list(User.objects.exclude(role__in=ROLES).order_by("pk").values_list("pk", flat=True)[:10])
    if unknown:
        raise RuntimeError(UNKNOWN.format(", ".join(map(str, unknown)), ", ".join(ROLES)))
    superusers = User.objects.filter(is_superuser=True)
    if superusers.exists() and not superusers.filter(role="manager", is_active=True).exists():
        raise RuntimeError(NOBODY_LEFT)
    cleared = list(superusers.exclude(role="manager"))
    for user in cleared:
        user.is_superuser = False
        user.admin_epoch += 1
        user.save(update_fields=["is_superuser", "admin_epoch"])
    AuditEvent.objects.bulk_create(
        AuditEvent(
            event="role_changed",
            user_id=user.pk,
            details={"before": user.role, "after": user.role, "administrator": False, "migration": "users.0005"},
        )
        for user in cleared
    )


class Migration(migrations.Migration):
    dependencies = [("users", "0004_fill_search_keys"), ("audit", "0002_insert_only")]
    operations = [migrations.RunPython(clear_flags, migrations.RunPython.noop)]
