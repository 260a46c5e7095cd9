"""The people that the audit log on the staff site shows and searches for (`audit.people`)."""

from collections.abc import Collection, Sequence

from users.models import User
from users.selectors import user_by_email


class AuditPeople:
    """All users: who sees the audit log sees everybody."""

    def by_id(self, ids: Collection[int]) -> dict[int, User]:
        """The users with these ids that exist."""
        return User.objects.in_bulk(ids) if ids else {}

    def ids_by_email(self, email: str) -> list[int]:
        """The user with this address, if there is one."""
        user = user_by_email(email)
        return [user.pk] if user else []

    def ids_by_name(self, words: Sequence[str], most: int) -> list[int]:
        """At most so many users whose name has all words."""
        found = User.objects.order_by()
        for word in words:
            found = found.filter(full_name_folded__finds=word)
        return list(found.values_list("pk", flat=True)[:most])

    def id_by_session(self, session_id: int) -> int | None:
        """The user of a browser session that exists."""
        return User.objects.filter(browser_sessions=session_id).values_list("pk", flat=True).first()
