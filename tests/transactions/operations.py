"""What is done to the bank here: operations at random, the same for the same seed, and errors planted within one."""

import contextlib
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection

from accounts import unknown_numbers
from accounts.enums import AccountType, Status
from accounts.numbers import check_digits
from accounts.services import change_status, open_account
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.clock import override_now
from core.exceptions import ApplicationError
from core.idempotency.service import build_request, run_once
from core.ratelimit.approximate import counters
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction
from transactions.serializers import TransactionSerializer
from users.models import User

BEGINNING = datetime(2026, 3, 1, 9, 0, 0, 654321, tzinfo=UTC)  # to the microsecond, as both databases keep it
CAST = {"m0": "member", "m1": "member", "m2": "member", "c0": "cashier", "c1": "cashier", "g0": "manager"}
OWNERS = ["m0", "m0", "m1", "m1", "m2"]  # of the accounts, by place


def people():
    """Three members, two cashiers and a manager."""
    return {
        name: User.objects.create_user(f"{name}@example.com", full_name=f"The {role} {name}", role=Role(role))
        for name, role in CAST.items()
    }


@dataclass
class Bank:
    """Five accounts of three members, a clock that stands, and what became of every operation."""

    people: dict
    moment: datetime = BEGINNING
    numbers: list = field(default_factory=list)
    posted: list = field(default_factory=list)  # ids of transactions, in order
    outcomes: list = field(default_factory=list)

    def __post_init__(self):
        for place, owner in enumerate(OWNERS):
            body = str(3 * 10**9 + place)
            kind = AccountType.CURRENT if place % 2 else AccountType.SAVINGS
            with override_now(self.moment):
                account = open_account(
                    actor=self.people["c0"], owner_id=self.people[owner].pk, kind=kind, name=kind.label,
                    currency=settings.BANK_CURRENCY, client=SYSTEM_CLIENT, number=body + check_digits(body),
                )  # fmt: skip
            self.numbers.append(account.number)

    def do(self, verb, actor, first, second, amount, wait):
        """One operation by `actor` on the accounts at two places, `wait` minutes after the last. Notes the outcome.

        `first` is also the place of the transaction to reverse, from the latest on.
        """
        self.moment += timedelta(minutes=wait)
        forget_unknown_numbers()
        options = {"actor": self.people[actor], "client": SYSTEM_CLIENT}
        with override_now(self.moment):
            try:
                outcome = getattr(self, f"_{verb}")(first, second, amount, options)
            except ApplicationError as refusal:
                outcome = refusal.code
        self.outcomes.append(outcome)
        return outcome

    def _deposit(self, first, second, amount, options):
        return self._once(post_deposit, number=self._at(first), amount=amount, description="Paid in", **options)

    def _withdraw(self, first, second, amount, options):
        return self._once(post_withdrawal, number=self._at(first), amount=amount, description="Cash", **options)

    def _transfer(self, first, second, amount, options):
        ends = {"from_number": self._at(first), "to_number": self._at(second)}
        return self._once(post_transfer, amount=amount, description=f"Rent {second}", **ends, **options)

    def _reverse(self, first, second, amount, options):
        if not self.posted:
            return "nothing_to_reverse"
        found = self.posted[-1 - first % len(self.posted)]
        return self._once(reverse_transaction, transaction_id=found, reason="Entered twice", **options)

    def _freeze(self, first, second, amount, options):
        return change_status(number=self._at(first), status=Status.FROZEN, reason="Asked for", **options).status

    def _unfreeze(self, first, second, amount, options):
        return change_status(number=self._at(first), status=Status.ACTIVE, reason="Asked for", **options).status

    def _at(self, place):
        return self.numbers[place % len(self.numbers)]

    def _once(self, service, **options):
        """As the view does. The key is new every time."""
        call = build_request(
            user_id=options["actor"].pk, key=f"key {len(self.outcomes)}", method="POST", path="/", body={}
        )  # fmt: skip
        new = {"new": True}
        response = run_once(call, lambda: dict(TransactionSerializer(service(**options), context=new).data))
        if response.status == 201:
            self.posted.append(response.body["id"])
        return response.body.get("code", "posted")


def at_random(bank, seed, count):
    """Does `count` operations; what they are does not depend on what became of those before."""
    chance = random.Random(seed)
    verbs = ["deposit"] * 25 + ["withdraw"] * 15 + ["transfer"] * 48 + ["reverse"] * 8 + ["freeze"] + ["unfreeze"] * 3
    for _ in range(count):
        verb, first, second = chance.choice(verbs), chance.randrange(5), chance.randrange(5)
        actors = {
            "transfer": [OWNERS[first]] * 6 + ["m1", "c0"],
            "reverse": ["g0", "g0", "g0", "c0"],
            "freeze": ["g0"],
            "unfreeze": ["g0"],
        }
        actor = chance.choice(actors.get(verb, ["c0", "c0", "c1", "c1", "g0", "m0"]))
        amount = chance.choice([1, 99, 10_000, 50_000, chance.randrange(1, 300_000), chance.randrange(1, 1_200_000)])
        bank.do(verb, actor, first, second, amount, chance.randrange(90))


def forget_unknown_numbers():
    """The limit on them uses the real clock, by which all operations happen in the same second."""
    counters.cache_clear()
    unknown_numbers.forget()


class Fault:
    """Raises `code` at the statement with this number, 0 being the claim of the key, so many times."""

    def __init__(self, code, at, times=1, kill=False):
        self.code, self.at, self.times, self.kill = code, at, times, kill
        self.seen, self.raised = None, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("INSERT") and "idempotency_keys" in sql:
            self.seen = 0
        elif self.seen is not None:
            self.seen += 1
        if self.seen == self.at and self.raised < self.times:
            self.raised += 1
            if not self.kill:
                raise OperationalError(self.code, "injected")
            kill_connection()
        return execute(sql, params, many, context)


def kill_connection():
    with contextlib.closing(connection.get_new_connection(connection.get_connection_params())) as other:
        other.cursor().execute(f"KILL CONNECTION {connection.connection.thread_id()}")


@contextlib.contextmanager
def failing_commit(monkeypatch, code, *, took_effect, times=1):
    """COMMIT fails so many times, from the next one of a transaction with a key in it on."""
    real, failed = connection._commit, []

    def commit():
        if len(failed) >= times or not claimed:
            return real()
        failed.append(1)
        claimed.clear()
        real() if took_effect else connection._rollback()
        raise OperationalError(code, "injected at COMMIT")

    def note(execute, sql, params, many, context):
        if "idempotency_keys" in sql:
            claimed.append(1)
        return execute(sql, params, many, context)

    claimed = []
    with monkeypatch.context() as patch, connection.execute_wrapper(note):
        patch.setattr(connection, "_commit", commit)
        yield failed
    assert len(failed) == times
