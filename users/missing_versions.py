"""Writes the versions of users that no server has written, from the audit log.

A migration calls it with its own models, and `manage.py fill_user_versions` with those of the present.
"""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from typing import Any

from core.clock import now

MEMBER = "member"
FACTS = ("full_name", "role", "is_active")
BATCH = 1000

Change = tuple[datetime, str, Any, Any]  # when, the field, its value before and after
Changes = dict[int, list[Change]]  # by user


def fill_missing_versions(apps: Any) -> int:
    """Writes the versions of each user who has none that is true now; returns of how many users.

    The audit log does not have names: the first version has the present one, unless another is known.
    """
    model = apps.get_model("users", "UserVersion")
    present = {row.user_id: row for row in model.objects.filter(valid_to=None)}
    users = apps.get_model("users", "User").objects.order_by("pk")
    outdated = [user for user in users.iterator(BATCH) if not _is_true(present.get(user.pk), user)]
    changes, renamed = _audited(apps)
    rows: list[Any] = []
    for user in outdated:
        names = _name_changes(model, user, renamed.get(user.pk)) if user.pk in present else []
        rows += _versions(model, user, sorted([*changes[user.pk], *names], key=_time))
    model.objects.filter(user_id__in=[user.pk for user in outdated if user.pk in present]).delete()
    model.objects.bulk_create(rows, BATCH)
    return len(outdated)


def _is_true(version: Any, user: Any) -> bool:
    return version is not None and all(getattr(version, name) == getattr(user, name) for name in FACTS)


def _audited(apps: Any) -> tuple[Changes, dict[int, datetime]]:
    """The changes of role and active flag in the audit log, and by user the time of the latest change of the name."""
    changes, renamed = defaultdict[int, list[Change]](list), {}
    names = ("role_changed", "user_deactivated", "user_reactivated", "user_changed")
    for event in apps.get_model("audit", "AuditEvent").objects.filter(event__in=names).order_by("pk").iterator(BATCH):
        if event.event == "user_changed":
            if "full_name" in event.details.get("fields", ()):
                renamed[event.user_id] = event.at
        elif event.event == "role_changed":
            before, after = event.details.get("before"), event.details.get("after")
            if before != after:  # otherwise only the superuser flag has changed
                changes[event.user_id].append((event.at, "role", before, after))
        else:
            active = event.event == "user_reactivated"
            changes[event.user_id].append((event.at, "is_active", not active, active))
    return changes, renamed


def _name_changes(model: Any, user: Any, renamed: datetime | None) -> list[Change]:
    """The changes of the name that the versions have, and the one that they miss."""
    known = [(row.valid_from, row.full_name) for row in model.objects.filter(user_id=user.pk).order_by("valid_from")]
    if known[-1][1] != user.full_name:
        known.append((renamed or now(), user.full_name))
    return [(at, "full_name", before, after) for (_, before), (at, after) in pairwise(known) if before != after]


def _versions(model: Any, user: Any, changes: list[Change]) -> list[Any]:
    """The versions of a user since joining, not saved; the last one is the present one."""
    state = {name: getattr(user, name) for name in FACTS} | {field: old for _, field, old, _ in reversed(changes)}
    rows = [model(user_id=user.pk, valid_from=user.date_joined, joined=state["role"] == MEMBER, **state)]
    for at, field, before, after in changes:
        state[field] = after
        rows[-1].valid_to = max(at, rows[-1].valid_from)
        joined = field == "role" and after == MEMBER != before
        rows.append(model(user_id=user.pk, valid_from=rows[-1].valid_to, joined=joined, **state))
    return rows


def _time(change: Change) -> datetime:
    return change[0]
