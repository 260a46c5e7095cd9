"""Random operations on a bank, reproducible by seed, and errors injected into an operation."""

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

START = datetime(2026, 3, 1, 9, 0, 0, 654321, tzinfo=UTC)  # both databases store microseconds
ROLES = {"m0": "member", "m1": "member", "m2": "member", "c0": "cashier", "c1": "cashier", "g0": "manager"}
OWNERS = ["m0", "m0", "m1", "m1", "m2"]  # the owner of each account


def create_people():
    """Creates three members, two cashiers and a manager."""
    return {
        name: User.objects.create_user(f"{name}@example.com", full_name=f"The {role} {name}", role=Role(role))
        for name, role in ROLES.items()
    }


@dataclass
class Bank:
    """Five accounts of three members, the current time, and the outcomes of all operations."""

    people: dict
    moment: datetime = START
    numbers: list = field(default_factory=list)
    posted: list = field(default_factory=list)  # ids of transactions, in order
    outcomes: list = field(default_factory=list)

    def __post_init__(self):
        for index, owner in enumerate(OWNERS):
            body = str(3 * 10**9 + index)
            kind = AccountType.CURRENT if index % 2 else AccountType.SAVINGS
            with override_now(self.moment):
                account = open_account(
                    actor=self.people["c0"], owner_id=self.people[owner].pk, kind=kind, name=kind.label,
                    currency=settings.BANK_CURRENCY, client=SYSTEM_CLIENT, number=body + check_digits(body),
                )  # fmt: skip
            self.numbers.append(account.number)

    def run(self, operation, actor, first, second, amount, wait):
        """Runs one operation by `actor` on two accounts, `wait` minutes after the previous one; records its outcome.

        For a reversal, `first` selects the transaction, counted from the latest.
        """
        self.moment += timedelta(minutes=wait)
        forget_unknown_numbers()
        options = {"actor": self.people[actor], "client": SYSTEM_CLIENT}
        with override_now(self.moment):
            try:
                outcome = getattr(self, f"_{operation}")(first, second, amount, options)
            except ApplicationError as error:
                outcome = error.code
        self.outcomes.append(outcome)
        return outcome

    def _deposit(self, first, second, amount, options):
        return self._once(post_deposit, number=self._at(first), amount=amount, description="Paid in", **options)

    def _withdraw(self, first, second, amount, options):
        return self._once(post_withdrawal, number=self._at(first), amount=amount, description="Cash", **options)

    def _transfer(self, first, second, amount, options):
        accounts = {"from_number": self._at(first), "to_number": self._at(second)}
        return self._once(post_transfer, amount=amount, description=f"Rent {second}", **accounts, **options)

    def _reverse(self, first, second, amount, options):
        if not self.posted:
            return "nothing_to_reverse"
        transaction_id = self.posted[-1 - first % len(self.posted)]
        return self._once(reverse_transaction, transaction_id=transaction_id, reason="Entered twice", **options)

    def _freeze(self, first, second, amount, options):
        return change_status(number=self._at(first), status=Status.FROZEN, reason="Asked for", **options).status

    def _unfreeze(self, first, second, amount, options):
        return change_status(number=self._at(first), status=Status.ACTIVE, reason="Asked for", **options).status

    def _at(self, index):
        return self.numbers[index % len(self.numbers)]

    def _once(self, service, **options):
        """Posts as the view does, with a new key each time."""
        request = build_request(
            user_id=options["actor"].pk, key=f"key {len(self.outcomes)}", method="POST", path="/", body={}
        )  # fmt: skip
        context = {"new": True}
        response = run_once(request, lambda: dict(TransactionSerializer(service(**options), context=context).data))
        if response.status == 201:
            self.posted.append(response.body["id"])
        return response.body.get("code", "posted")


def run_random_operations(bank, seed, count):
    """Runs `count` operations, which depend on the seed and not on earlier outcomes."""
    rng = random.Random(seed)
    operations = (
        ["deposit"] * 25 + ["withdraw"] * 15 + ["transfer"] * 48 + ["reverse"] * 8 + ["freeze"] + ["unfreeze"] * 3
    )
    for _ in range(count):
        operation, first, second = rng.choice(operations), rng.randrange(5), rng.randrange(5)
        actors = {
            "transfer": [OWNERS[first]] * 6 + ["m1", "c0"],
            "reverse": ["g0", "g0", "g0", "c0"],
            "freeze": ["g0"],
            "unfreeze": ["g0"],
        }
        actor = rng.choice(actors.get(operation, ["c0", "c0", "c1", "c1", "g0", "m0"]))
        amount = rng.choice([1, 99, 10_000, 50_000, rng.randrange(1, 300_000), rng.randrange(1, 1_200_000)])
        bank.run(operation, actor, first, second, amount, rng.randrange(90))


def forget_unknown_numbers():
    """Clears the limit of unknown numbers, which uses the real clock."""
    counters.cache_clear()
    unknown_numbers.forget()


class Fault:
    """Raises an error at statement number `at`, counted from the claim of the key, at most `times` times."""

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
    """Makes COMMIT fail `times` times in transactions that claim a key."""
    original_commit, failures = connection._commit, []

    def commit():
        if len(failures) >= times or not claimed:
            return original_commit()
        failures.append(1)
        claimed.clear()
        original_commit() if took_effect else connection._rollback()
        raise OperationalError(code, "injected at COMMIT")

    def watch(execute, sql, params, many, context):
        if "idempotency_keys" in sql:
            claimed.append(1)
        return execute(sql, params, many, context)

    claimed = []
    with monkeypatch.context() as patch, connection.execute_wrapper(watch):
        patch.setattr(connection, "_commit", commit)
        yield failures
    assert len(failures) == times
