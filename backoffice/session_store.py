"""Stores the admin's sessions under a hash of their key, so that a stolen table contains no valid key."""

import hashlib
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session

from core.clock import now
from core.db.errors import is_outage, outage_reason
from core.exceptions import Unavailable


def _hashed(key: str | None) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40] if key else ""


class SessionStore(DatabaseStore):
    """Django's store with a hash in the column `session_key`; each method has a synchronous and an async form."""

    def _get_session_from_db(self) -> Session | None:
        return self._known(self._rows().first())

    async def _aget_session_from_db(self) -> Session | None:
        return self._known(await self._rows().afirst())

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return super().exists(_hashed(session_key))

    async def aexists(self, session_key: str) -> bool:
        """As `exists`."""
        return await super().aexists(_hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to be saved."""
        return _with_hash(super().create_model_instance(data))

    async def acreate_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """As `create_model_instance`."""
        return _with_hash(await super().acreate_model_instance(data))

    def save(self, must_create: bool = False) -> None:
        """Raises Unavailable where the database cannot write, which Django takes for a deleted session."""
        try:
            super().save(must_create)
        except UpdateError as exc:
            raise _reason_of(exc) from exc

    async def asave(self, must_create: bool = False) -> None:
        """As `save`."""
        try:
            await super().asave(must_create)
        except UpdateError as exc:
            raise _reason_of(exc) from exc

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session."""
        key = session_key or self.session_key
        if key:
            super().delete(_hashed(key))

    async def adelete(self, session_key: str | None = None) -> None:
        """As `delete`."""
        key = session_key or self.session_key
        if key:
            await super().adelete(_hashed(key))

    def _rows(self) -> Any:
        return Session.objects.filter(session_key=_hashed(self.session_key), expire_date__gt=now())

    def _known(self, row: Session | None) -> Session | None:
        if row is None:
            self._session_key = None  # as in Django: an unknown key is not reused
        return row


def _with_hash(row: AbstractBaseSession) -> AbstractBaseSession:
    row.session_key = _hashed(row.session_key)
    return row


def _reason_of(exc: UpdateError) -> Exception:
    cause = exc.__context__
    return Unavailable(reason=str(cause), word=outage_reason(cause)) if cause is not None and is_outage(cause) else exc
