"""Every list has the bytes that Django's querysets and DRF's serializers make of it, without the short cuts."""

from base64 import b64encode
from urllib.parse import quote

import pytest

from accounts.models import Account
from core.api import shared_serializers
from core.db.compiled_query import CompiledQuery
from core.ratelimit.approximate import counters
from demo.seed import seed
from tests.contract.openapi_document import read_document
from tests.loan_factories import create_loan, create_product
from users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CURSORS = ["p=9", "p=009", "o=3", "r=1&p=2", "p=9223372036854775807", "r=1&p=9223372036854775807", "o=2&r=1&p=4", "x"]


def encode(cursor):
    return quote(b64encode(cursor.encode()))


OLD = encode("p=99")
FILTERS = {
    "/api/accounts/": [
        "", "owner={owner}", "status=active&type=savings", "search={number}", "owner=9223372036854775807",
    ],
    "/api/accounts/{number}/entries/": [
        "", "direction=credit", "min_amount=20&max_amount=900", "search=a", "from={day}&to={day}", "from={day}",
        "to={day}", "from={day}&direction=debit",
    ],
    "/api/transactions/": [
        "", "account={number}", "account={number}&from={day}", "kind=deposit", "kind=transfer&account={number}",
        "search=a", "min_amount=20", "from={day}&to={day}", "to={day}", "kind=fee",
    ],
    "/api/transactions/payees/": [""],
    "/api/loans/": ["", "borrower={owner}", "status=active", "search=a"],
    "/api/loans/products/": ["", "is_active=true"],
    "/api/loans/{loan_id}/payments/": [""],
    "/api/sessions/": ["", "user={owner}"],
    "/api/users/": ["", "role=member", "search=a"],
    "/api/audit/events/": [f"cursor={OLD}", f"user={{owner}}&cursor={OLD}"],  # not the newest: reads add events
}  # fmt: skip


@pytest.fixture
def values(clock, manager):
    """A bank with members of one and of two accounts, and what the filters take of it."""
    seed(members=4, transactions=120, seed=5, progress=lambda *_: None)
    account = Account.objects.exclude(owner=None).latest("seq")
    Account.objects.exclude(owner=None).exclude(pk=account.pk).filter(seq__gt=0).update(owner=account.owner)
    cashier = User.objects.get(role="cashier")
    for kind in ("active", "applied"):
        create_product(name=f"Product {kind}")
        loan = create_loan(account.owner, account.number, kind, decided_by=manager, paid_out_by=cashier)
    day = account.last_booked_at.date().replace(day=1)
    return {"owner": account.owner_id, "number": account.number, "day": day, "loan_id": loan.pk}


def get(browser, path):
    counters.cache_clear()  # the user's limit
    return browser.get(path)


def responses(browser, path):
    """The bodies of the first two pages of a list, and of the page before the second."""
    found = [get(browser, path)]
    for link in ("next", "previous"):
        url = found[-1].json().get(link) if found[-1].status_code == 200 else None
        if url is not None:
            found.append(get(browser, url))
    return [(each.status_code, each.content) for each in found]


def lists(values):
    for path, filters in FILTERS.items():
        queries = [f"page_size=3&{query}" for query in filters]
        if "cursor" not in filters[0]:
            queries += ["page_size=200", *(f"page_size=3&cursor={encode(cursor)}" for cursor in CURSORS)]
        yield from (f"{path}?{query}".format(**values) for query in queries)


def test_every_list_of_the_openapi_document_is_compared():
    assert set(FILTERS) == {
        path for path, methods in read_document()["paths"].items() if "Page'" in str(methods.get("get", {}))
    }


@pytest.mark.parametrize("role", ["member", "cashier", "manager"])
def test_list_has_the_bytes_of_django_and_drf(role, values, signed_in, monkeypatch):
    person = User.objects.get(pk=values["owner"]) if role == "member" else User.objects.filter(role=role).first()
    browser = signed_in(person)
    paths = list(lists(values))
    found = {path: responses(browser, path) for path in paths}
    monkeypatch.setattr(CompiledQuery, "__getitem__", lambda self, part: list(self.queryset()[part]))
    monkeypatch.setattr(shared_serializers, "representation_of", lambda serializer: serializer.to_representation)
    shared_serializers.forget()

    assert {status for pages in found.values() for status, _ in pages} >= {200, 400}
    for path in paths:
        assert found[path] == responses(browser, path), path
