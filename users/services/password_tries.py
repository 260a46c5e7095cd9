"""Judges a password. Every way to try one comes through here: API login, admin login, password change.

A try is taken from the limits before the hash is computed, so no more hashes run than the limit allows,
however many arrive at once; who was right gets it back.
"""

from dataclasses import dataclass, field
from typing import Any

from audit.events import Event
from audit.services import record, record_refusal
from core import limits
from core.client import Client
from core.errors import Throttled
from core.writes import one_transaction
from users.emails import canonical
from users.models import User
from users.passwords import make_password, verify_password


@dataclass(frozen=True)
class PasswordTry:
    """One judged try, with what it took from the limits. Finish it with `settle_right` or `record_wrong`."""

    user: User | None
    right: bool
    new_hash: str | None  # where the stored one is of an older strength, or not of the normalized password
    taken: tuple[tuple[limits.Window, str], ...]
    address: limits.Window
    password: str = field(repr=False)


def try_password(*, email: str, password: str, client: Client, user: User | None) -> PasswordTry:
    """Takes a try and judges it. Raises Throttled, having taken nothing and looked at nothing.

    `user` is the account that `email` resolves to, if any; an unsaved one stands for a registration that is not
    confirmed, and is counted by its address. Unknown and inactive accounts cost the same hash.
    """
    subject = f"user:{user.pk}" if user and user.pk else f"typed:{canonical(email)}"  # guard: limit-subject
    here = limits.window("login", subject, client.network)
    anywhere = limits.window("login_account", subject)
    address = limits.window("login_address", client.network)
    try:
        taken = _take(here, anywhere, address)
    except Throttled as refusal:
        _record_throttled(user, client)
        # Of several limits that are used up, the one that lasts longest says when to come back.
        waits = [limits.wait_of(window) for window in (here, anywhere, address)]
        raise Throttled(retry_after=max(refusal.retry_after or 1, *waits)) from refusal
    right, new_hash = _judge(user, password)  # guard: limit-before-hash
    return PasswordTry(user, right, new_hash, taken, address, password)


def settle_right(judged: PasswordTry) -> None:
    """Gives the try back, in the caller's transaction."""
    for window, stamp in judged.taken:
        limits.give_back(window, stamp)  # guard: limit-give-back


def record_wrong(judged: PasswordTry, *, event: Event, client: Client) -> None:
    """Counts the failure against the address and leaves its trace, in the caller's transaction."""
    limits.count(judged.address)
    # What was typed for nobody's account is now and then a password: kept is only what ties tries together.
    user_id = judged.user.pk if judged.user else None
    details: dict[str, Any] = {} if user_id else {"unknown": judged.taken[-1][0].key[:16]}
    record(event, client=client, user_id=user_id, **details)


@one_transaction  # guard: all-buckets
def _take(
    here: limits.Window, anywhere: limits.Window, address: limits.Window
) -> tuple[tuple[limits.Window, str], ...]:
    """One from each bucket or from none."""
    limits.check(address)  # guard: address-limit
    return tuple((window, limits.take(window)) for window in (here, anywhere))  # guard: account-limit


@one_transaction
def _record_throttled(user: User | None, client: Client) -> None:
    record_refusal(Event.LOGIN_THROTTLED, client=client, user_id=user.pk if user else None)


def _judge(user: User | None, password: str) -> tuple[bool, str | None]:
    verdict = verify_password(password, user.password if user else None)
    right = verdict.right and user is not None and user.is_active
    return right, make_password(password) if right and verdict.outdated else None
