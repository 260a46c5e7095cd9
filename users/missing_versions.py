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
    """Writes the versions of each user of whom any is missing; returns of how many users.

    The audit log does not have names: the first version has the present one, unless another is known.
    """
    model, (changes, renamed) = apps.get_model("users", "UserVersion"), _audited(apps)
    known: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.order_by("user_id", "valid_from", "pk").iterator(BATCH):
        known[row.user_id].append(row)
    rows, filled = [], []
    for user in apps.get_model("users", "User").objects.order_by("pk").iterator(BATCH):
        stored, audited = known[user.pk], changes[user.pk]
        if not _is_complete(stored, user, audited):
            names = _name_changes(stored, user, renamed.get(user.pk))
            rows += _versions(model, user, sorted([*audited, *names], key=_time))
            filled.append(user.pk)
    model.objects.filter(user_id__in=[pk for pk in filled if known[pk]]).delete()
    model.objects.bulk_create(rows, BATCH)
    return len(filled)


def _is_complete(stored: list[Any], user: Any, audited: list[Change]) -> bool:
    """Whether the last version is true now, and there are as many changes as in the audit log."""
    if not stored or any(getattr(stored[-1], name) != getattr(user, name) for name in FACTS):
        return False
    return all(
        sum(getattr(one, field) != getattr(other, field) for one, other in pairwise(stored))
        >= sum(change[1] == field for change in audited)
        for field in ("role", "is_active")
    )


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


def _name_changes(stored: list[Any], user: Any, renamed: datetime | None) -> list[Change]:
    """The changes of the name that the versions have, and the one that they miss."""
    known = [(row.valid_from, row.full_name) for row in stored]
    if known and known[-1][1] != user.full_name:
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
