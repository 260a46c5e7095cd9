"""How long a transfer over the API takes, compared with DRF, SimpleJWT and a careful ORM in one run: `make bench`.

In process, on a new database on the server of DATABASE_URL, in alternating batches; members pay each other in turn.
Ours has everything on: the session, the limits, the Idempotency-Key with the stored response, the audit row and the
member's day. The other has none of these (`bench.plain_transfer_view`). `BATCHES=` (default 30) and `SIZE=` (default
40) set the duration.
"""

import itertools
import os
import uuid
from collections.abc import Sequence

from bench.wsgi import ours, plain  # first: it sets Django up

# isort: split
from django.db import connection

from accounts.models import Account
from accounts.numbers import new_number
from bench import scene
from bench.in_process import WsgiApplication, post
from bench.timing import Call, compare

BATCHES, SIZE = int(os.environ.get("BATCHES", "30")), int(os.environ.get("SIZE", "40"))
MEMBERS = 200


def main() -> None:
    """Measures and prints."""
    with scene.database():
        callers = scene.all_signed_in(MEMBERS)
        numbers = _fund_accounts()
        our_headers, plain_headers = zip(
            *((c.headers(c.our_token), c.headers(c.plain_token)) for c in callers), strict=True
        )
        our_call = _transfers(ours, "/api/transactions/transfer/", numbers, our_headers)
        plain_call = _transfers(plain, "/api/plain/transfer/", numbers, plain_headers)
        for _ in callers:
            our_call()  # the first payment to each payee, which queues a mail
        found = compare(our_call, plain_call, batches=BATCHES, size=SIZE)
        print(f"database {connection.vendor}, {BATCHES} pairs of batches of {SIZE}\n{found.report()}")
        print(found.processor_report())


def _fund_accounts() -> list[str]:
    """Gives each account money and a number with valid check digits; returns the numbers, in the order of members."""
    accounts = list(Account.objects.filter(owner__isnull=False).order_by("owner"))
    for account in accounts:
        account.number, account.balance = new_number(), 10**9
    Account.objects.bulk_update(accounts, ["number", "balance"])
    return [account.number for account in accounts]


def _transfers(application: WsgiApplication, path: str, numbers: list[str], headers: Sequence[dict[str, str]]) -> Call:
    """Each member in turn pays the one before."""
    members = itertools.cycle(range(len(numbers)))

    def call() -> object:
        payer = next(members)
        accounts = {"from_account": numbers[payer], "to_account": numbers[payer - 1]}
        body = {**accounts, "amount": "0.01", "description": "Rent"}
        return post(application, path, body, **headers[payer], **{"Idempotency-Key": str(uuid.uuid4())})

    return call


if __name__ == "__main__":
    main()
