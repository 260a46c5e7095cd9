"""Records when the key ring was installed: Django stores the time at which a migration is applied.

Tokens and mailed links of the form before it are accepted for their lifetime after that time (`core.old_form`).
"""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Changes no table."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("core", "0004_bank_time_zone")]
    operations: ClassVar[list[Any]] = []
