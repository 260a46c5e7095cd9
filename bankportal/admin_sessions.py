"""The admin's sessions, in Django's table, under a hash of their key: a stolen table signs nobody in."""

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session

from core.clock import now


def _hashed(key: str | None) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40] if key else ""


class SessionStore(DatabaseStore):
    """Django's store, but for what stands in the column `session_key`."""

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(session_key=_hashed(self.session_key), expire_date__gt=now()).first()
        if row is None:
            self._session_key = None  # as Django: an unknown key is not taken over
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return super().exists(_hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to be saved."""
        row = super().create_model_instance(data)
        row.session_key = _hashed(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session."""
        key = session_key or self.session_key
        if key:
            super().delete(_hashed(key))
