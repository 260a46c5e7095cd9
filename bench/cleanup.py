"""Time and memory of the cleanup: `python -m tools.mariadb python -m bench.cleanup` (MariaDB only).

`ROWS=` (default 450,000) expired sessions and as many expired refresh tokens, all blacklisted, on a new database on the
server of DATABASE_URL. Half of the sessions have a refresh token that has not expired yet, so it is blacklisted. Goal:
below 30 seconds and 100 MB.
"""

import logging
import os
import resource
import time
from pathlib import Path

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.db import connection

from bench import scene
from sessions_browser.services import cleanup_expired_sessions
from users.models import User

ROWS = int(os.environ.get("ROWS", "450000"))
BATCH = 50_000  # rows of an INSERT

_SESSIONS = (
    "INSERT INTO browser_sessions (browser_id, user_id, session_token, created_at, last_active_at, expires_at,"
    " absolute_expires_at, cookie_required, cookie_optional, refresh_jti, access_jti, issued_at)"
    " SELECT SHA2(n.seq, 256), {user}, SHA2(-n.seq, 256), {past}, {past}, {past}, {past}, 1, 0, MD5(n.seq),"
    " MD5(-n.seq), IF(n.seq MOD 2, {past}, UTC_TIMESTAMP(6)) FROM seq_{first}_to_{last} n"
)
_TOKENS = (
    "INSERT INTO token_blacklist_outstandingtoken (id, jti, token, created_at, expires_at)"
    " SELECT n.seq, CONCAT('t', n.seq), '', {past}, {past} FROM seq_{first}_to_{last} n"
)
_BLACKLISTED = (
    "INSERT INTO token_blacklist_blacklistedtoken (token_id, blacklisted_at)"
    " SELECT n.seq, {past} FROM seq_{first}_to_{last} n"
)


def main() -> None:
    """Measures and prints."""
    with Path(os.devnull).open("w") as sink, scene.database():
        logging.root.handlers[0].setStream(sink)  # type: ignore[attr-defined]
        _fill()
        before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        cleared = cleanup_expired_sessions()
        taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    print(f"{cleared}\n{taken:.1f} s, {after.ru_utime - before.ru_utime:.1f} s of Python's CPU", end=", ")
    print(f"{after.ru_maxrss / 1024:.0f} MB at most")


def _fill() -> None:
    user = User.objects.create_user("member@bench.example", full_name="Bench Member")
    past = "TIMESTAMPADD(DAY, -3, UTC_TIMESTAMP(6))"
    with connection.cursor() as cursor:
        for first in range(1, ROWS + 1, BATCH):
            last = min(first + BATCH - 1, ROWS)
            for text in (_SESSIONS, _TOKENS, _BLACKLISTED):
                cursor.execute(text.format(user=user.pk, past=past, first=first, last=last))


if __name__ == "__main__":
    main()
