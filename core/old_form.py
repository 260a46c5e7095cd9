"""Until when tokens and links of the form before the key ring are accepted: for their lifetime after the upgrade.

The time of the upgrade is that at which the migration was applied, which the database stores. It is the same for all
servers, and nobody with an old key can move it.
"""

from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.clock import now

MIGRATION = {"app": "core", "name": "0005_key_ring"}


def accepts_old_form(lifetime: timedelta) -> bool:
    """Whether something that lives this long may still be of the old form, which SECRET_KEY signed."""
    if not settings.TOKEN_KEYS.has_secret_key:
        return False
    try:
        return now() < upgraded_at() + lifetime
    except LookupError:
        return False


@cache
def upgraded_at() -> datetime:
    """When the key ring was installed; one query a process. Raises LookupError, which is not cached."""
    rows = MigrationRecorder(connection).migration_qs.filter(**MIGRATION)
    applied: datetime | None = rows.values_list("applied", flat=True).first()
    if applied is None:
        raise LookupError(MIGRATION["name"])
    return applied
