"""The booking time is read when the lock is granted, not when the statement that waits for it begins (MariaDB)."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.db.clock import time_expression
from tests.api_payments import deposit, transfer
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.concurrency.concurrency_helpers import MARIADB, count_outcomes, map_concurrently, wait_for_lock_waits

CLIENTS = 12


@pytest.mark.skipif(not MARIADB, reason="SQLite locks before it reads")
@pytest.mark.parametrize("number_of_locks", [1, 2])
def test_time_of_a_locked_row_is_read_after_the_wait(server, number_of_locks):
    """As in two deposits: the statement of the second begins before the first is booked, and ends after it."""
    bank = Bank(server)
    numbers = [bank.account() for _ in range(number_of_locks)]
    places = ", ".join(["%s"] * number_of_locks)
    expression = time_expression("mysql")
    select = f"SELECT id, {expression} FROM accounts WHERE number IN ({places}) ORDER BY id FOR UPDATE"
    with (
        ThreadPoolExecutor(1) as threads,
        contextlib.closing(server._connect()) as waiter,
        contextlib.closing(server._connect()) as holder,
    ):
        first, second = holder.cursor(), waiter.cursor()
        first.execute(select, numbers)

        def wait():
            second.execute(f"SELECT {expression}")
            before = second.fetchone()[0]
            second.execute(select, numbers)
            return [before, *(row[1] for row in second.fetchall())]

        waiting = threads.submit(wait)
        wait_for_lock_waits(server, waiting)
        first.execute(f"SELECT {expression}")
        released = first.fetchone()[0]
        holder.commit()
        before, *locked = waiting.result(30)
        waiter.commit()
    assert before < released
    assert min(locked) >= released


def test_booking_times_of_concurrent_postings_never_decrease_and_no_posting_is_refused(server):
    bank = Bank(server)
    one, two = bank.account("100.00"), bank.account("100.00")

    def pay(tab, number):
        calls = [
            lambda: deposit(tab, (one, two)[number % 2], "1.00"),
            lambda: transfer(tab, one, two, "0.01"),
            lambda: transfer(tab, two, one, "0.01"),
        ]
        return [calls[turn % 3]() for turn in range(number, number + 12)]

    responses = map_concurrently(pay, bank.tabs(CASHIER, CLIENTS), range(CLIENTS))
    assert count_outcomes(response for row in responses for response in row) == {"201": 12 * CLIENTS}
    for number in (one, two):
        booked = server.sql(
            "SELECT e.booked_at FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.number = %s "
            "ORDER BY e.seq", number,
        )  # fmt: skip
        assert booked == type(booked)(sorted(booked))
    assert bank.is_consistent()
