"""A bank in full swing: random transfers by 32 clients, and at no moment is there a cent more or less."""

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
START, MOST = 10_00, 9_99  # so that an account runs dry now and then; far below a member's limit a day


def test_while_32_clients_transfer_at_random_every_reader_sees_the_same_total(server):
    bank = Bank(server)
    people = [bank.add_person() for _ in range(MEMBERS)]
    own = [[bank.open(user_id, money(START)) for _ in range(2)] for _, user_id in people]
    everybodys = list(chain(*own))
    clients = [
        (tab, mine) for (email, _), mine in zip(people, own, strict=True) for tab in bank.tabs(email, MEMBERS_TABS)
    ]
    clients += [(tab, everybodys) for tab in bank.tabs(CASHIER, CASHIERS_TABS)]
    readers = bank.tabs(MANAGER, READERS)

    def transfer_at_random(tab, sources, dice):
        source = dice.choice(sources)
        target = dice.choice([number for number in everybodys if number != source])
        return transfer(tab, source, target, money(dice.randint(1, MOST)), description=bank.name)

    transfers = [partial(transfer_at_random, *client, random.Random(seed)) for seed, client in enumerate(clients)]
    reads = [partial(bank.balances, reader) for reader in readers]
    # The time is what this test is about: nothing is waited for.
    _, done = race(partial(time.sleep, SECONDS), *transfers, *reads)

    seen = list(chain(*done[len(transfers) :]))
    assert {sum(balances.values()) for balances in seen} == {START * len(everybodys)}
    assert min(min(balances.values()) for balances in seen) >= 0
    assert {len(balances) for balances in seen} == {len(everybodys)}
    responses = count_outcomes(chain(*done[: len(transfers)]))
    assert set(responses) == {"201", "422 insufficient_funds"}
    rows = server.sql("SELECT COUNT(*) FROM transactions WHERE description = %s", bank.name)
    assert rows[0][0] == responses["201"]
    assert sum(bank.balances().values()) == START * len(everybodys)
    assert bank.is_whole()
