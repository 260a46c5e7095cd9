"""Where the time of a page of 50 entries goes: `python -m bench.list_parts`, on a new database on that of DATABASE_URL.

The least time of each part alone, in microseconds. The file also runs with the code of another checkout, from its
folder: `python -c "import runpy; runpy.run_path('/path/to/bench/list_parts.py', run_name='__main__')"`.
"""

import timeit
from collections.abc import Callable
from typing import Any

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from accounts.selectors import account_visible_to
from bench import scene
from core.api.renderers import APIRenderer
from core.api.shared_serializers import serialize_rows
from transactions.enums import TransactionType
from transactions.ledger.positions import annotated_range, seq_bounds
from transactions.ledger.posting import Posting, PostingLine, lock, post
from transactions.selectors import find_entries
from transactions.serializers import EntrySerializer
from users.models import User

ENTRIES, PAGE = 130, 50


def main() -> None:
    """Measures and prints."""
    with scene.database():
        scene.all_signed_in(2)
        owner = User.objects.get(email="person0@example.com")
        account = _fill(*Account.objects.filter(owner__email__startswith="person").order_by("pk"))
        _measure(owner, account.number)


def _fill(payer: Account, payee: Account) -> Account:
    Account.objects.filter(pk=payer.pk).update(balance=10**7)
    for number in range(ENTRIES):
        with transaction.atomic():
            locked = lock([payer, payee])
            source, target = locked[payer.pk], locked[payee.pk]
            legs = [PostingLine(source, -100), PostingLine(target, 100)]
            people: Any = {"created_by_id": source.owner_id, "from_account": source, "to_account": target}
            post(Posting(TransactionType.TRANSFER, 100, legs, description=f"Payment {number}", **people), locked)
    return payer


def _measure(owner: User, number: str) -> None:
    def read_account() -> Account:
        return account_visible_to(owner, number, **seq_bounds(None, None))

    account = read_account()

    def build() -> Any:
        filters: Any = {"direction": None, "least": None, "most": None, "search": ""}
        return find_entries(account, annotated_range(account), **filters).read(None, back=False, size=PAGE).rows

    def read() -> list[Any]:
        return list(build()[: PAGE + 1])

    with CaptureQueriesContext(connection) as captured:
        rows = read()[:PAGE]
    sql = captured.captured_queries[0]["sql"]

    def fetch() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def serialize() -> list[Any]:
        return serialize_rows(EntrySerializer, rows, {})

    body = {"results": serialize()}
    _print("the account", read_account)
    _print("building the query of the page", build)
    if hasattr(build(), "query"):
        _print("compiling it", build()[: PAGE + 1].query.sql_with_params)
    _print(f"the database and the driver, {len(fetch()[0])} columns", fetch)
    _print("all of the page: built, compiled, read and made into instances", read)
    _print("serializing", serialize)
    _print("JSON", lambda: APIRenderer().render(body))


def _print(title: str, call: Callable[[], object]) -> None:
    print(f"{title}: {min(timeit.repeat(call, number=10, repeat=40)) / 10 * 1e6:.0f} µs", flush=True)


if __name__ == "__main__":
    main()
