"""The database refuses a role that nobody knows, and a superuser who is not a manager."""

from django.db import migrations, models

from core.db.migration_operations import AddConstraintToParent


class Migration(migrations.Migration):
    dependencies = [("users", "0005_clear_superuser_flags")]
    operations = [
        AddConstraintToParent(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["member", "cashier", "manager"])), name="user_role_known"
            ),
        ),
        AddConstraintToParent(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_superuser", False), ("role", "manager"), _connector="OR"),
                name="user_superuser_is_manager",
            ),
        ),
    ]
