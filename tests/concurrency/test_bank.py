"""Random transfers by 32 clients: every read of all balances shows the same total."""

import os
import random
import time
from functools import partial
from itertools import chain

from tests.api_payments import transfer
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank, money
from tests.concurrency.concurrency_helpers import count_outcomes, race

SECONDS = float(os.environ.get("BANK_TEST_SECONDS", "5"))
MEMBERS, MEMBERS_TABS, CASHIERS_TABS, READERS = 4, 6, 8, 2
START, MOST = 10_00, 9_99  # some transfers exceed the balance, and a member's daily limit is far away


def test_total_of_all_balances_is_constant_while_32_clients_transfer_at_random(server):
    bank = Bank(server)
    people = [bank.add_person() for _ in range(MEMBERS)]
    own_numbers = [[bank.open(user_id, money(START)) for _ in range(2)] for _, user_id in people]
    all_numbers = list(chain(*own_numbers))
    clients = [
        (tab, numbers)
        for (email, _), numbers in zip(people, own_numbers, strict=True)
        for tab in bank.tabs(email, MEMBERS_TABS)
    ]
    clients += [(tab, all_numbers) for tab in bank.tabs(CASHIER, CASHIERS_TABS)]
    readers = bank.tabs(MANAGER, READERS)

    def transfer_at_random(tab, sources, rng):
        source = rng.choice(sources)
        target = rng.choice([number for number in all_numbers if number != source])
        return transfer(tab, source, target, money(rng.randint(1, MOST)), description=bank.name)

    transfers = [partial(transfer_at_random, *client, random.Random(seed)) for seed, client in enumerate(clients)]
    reads = [partial(bank.balances, reader) for reader in readers]
    # The duration of the load is fixed: the sleep waits for no event.
    _, results = race(partial(time.sleep, SECONDS), *transfers, *reads)

    reads_of_balances = list(chain(*results[len(transfers) :]))
    assert {sum(balances.values()) for balances in reads_of_balances} == {START * len(all_numbers)}
    assert min(min(balances.values()) for balances in reads_of_balances) >= 0
    assert {len(balances) for balances in reads_of_balances} == {len(all_numbers)}
    responses = count_outcomes(chain(*results[: len(transfers)]))
    assert set(responses) == {"201", "422 insufficient_funds"}
    rows = server.sql("SELECT COUNT(*) FROM transactions WHERE description = %s", bank.name)
    assert rows[0][0] == responses["201"]
    assert sum(bank.balances().values()) == START * len(all_numbers)
    assert bank.is_consistent()
