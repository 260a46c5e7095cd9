"""Who worked at the counter and when, for the totals by person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.authorization.capabilities import Capability, roles_with
from users.selectors import versions_of_users_ever_with
from users.versions import UserVersion


@dataclass(frozen=True)
class CounterPeriod:
    """A period in which the role of a person handled cash; None where it has no start or no end."""

    user_id: int
    since: datetime | None
    before: datetime | None


def counter_periods() -> list[CounterPeriod]:
    """The periods of all who work or worked at the counter. A person's first role is that of all earlier days."""
    versions = versions_of_users_ever_with(Capability.PROCESS_CASH)
    return [period for _, own in groupby(versions, _user_id) for period in _periods(list(own))]


def counter_staff_names(before: datetime) -> dict[int, str]:
    """By id, the names before a moment of all who work or worked at the counter."""
    versions = versions_of_users_ever_with(Capability.PROCESS_CASH)
    return {user_id: _name_before(list(own), before) for user_id, own in groupby(versions, _user_id)}


def _periods(versions: list[UserVersion]) -> Iterator[CounterPeriod]:
    roles, first = roles_with(Capability.PROCESS_CASH), versions[0]
    for at_counter, group in groupby(versions, lambda version: version.role in roles):
        own = list(group)
        if at_counter:
            since = None if own[0] is first else own[0].valid_from
            yield CounterPeriod(first.user_id, since, own[-1].valid_to)


def _name_before(versions: Iterable[UserVersion], before: datetime) -> str:
    first, *later = versions
    return [first, *(version for version in later if version.valid_from < before)][-1].full_name


def _user_id(version: UserVersion) -> int:
    return version.user_id
