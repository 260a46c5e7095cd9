"""The people of the audit log, who are rows of a higher app: it registers what the staff site asks about them."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol


class People(Protocol):
    """What the pages of the audit log need; each is one query."""

    def by_id(self, ids: Collection[int]) -> dict[int, Any]:
        """The users with these ids that exist."""

    def ids_by_email(self, email: str) -> list[int]:
        """The user with this address, if there is one."""

    def ids_by_name(self, words: Sequence[str], most: int) -> list[int]:
        """At most so many users whose name has all words."""

    def id_by_session(self, session_id: int) -> int | None:
        """The user of a browser session that exists."""


_people: People | None = None


def register_people(people: People) -> None:
    """Sets what `known_people` returns."""
    global _people  # noqa: PLW0603 (set once, when the apps are ready)
    _people = people


def known_people() -> People:
    """What is registered."""
    if _people is None:
        raise LookupError("No people are registered for the audit log.")
    return _people
