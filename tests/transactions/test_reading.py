"""Reading transactions: visibility, filters and pages."""

from urllib.parse import quote

import pytest

from accounts.models import Account
from tests.api_payments import deposit, reverse, transfer, withdraw
from tests.conftest import START
from transactions.models import Entry, Transaction

TRANSACTIONS = "/api/transactions/"


def ids(response):
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


@pytest.fixture
def transaction_ids(clock, cashier_client, manager_client, cashier, manager, account, other_account):
    """The ids of six transactions on three days, in order of posting."""
    posted = []

    def record(response):
        assert response.status_code == 201, response.content
        posted.append(response.json()["id"])

    clock.move_to("2026-03-01T23:59:59.999999+00:00")
    for browser, person in ((cashier_client, cashier), (manager_client, manager)):
        browser.log_in(person.email)
    record(deposit(cashier_client, account, "100.00", description="Harvest money"))
    clock.move_to("2026-03-02T00:00:00+00:00")
    record(deposit(cashier_client, other_account, "50.00"))
    record(transfer(cashier_client, account, other_account, "10.00", description="Rent MARCH 100%"))
    clock.move_to("2026-03-02T00:30:00+00:00")
    record(withdraw(cashier_client, other_account, "10.01"))
    record(withdraw(cashier_client, account, "9.99", description="cash"))
    record(reverse(manager_client, posted[4], "entered twice"))
    return posted


def test_members_list_transactions_of_their_accounts_and_staff_list_all_newest_first(
    transaction_ids, cashier_client, manager_client, signed_in, member, other_member
):
    assert ids(cashier_client.get(TRANSACTIONS)) == ids(manager_client.get(TRANSACTIONS)) == transaction_ids[::-1]
    assert ids(signed_in(member).get(TRANSACTIONS)) == [transaction_ids[n] for n in (5, 4, 2, 0)]
    assert ids(signed_in(other_member).get(TRANSACTIONS)) == [transaction_ids[n] for n in (3, 2, 1)]


def test_transaction_detail_equals_its_row_in_the_list(transaction_ids, cashier_client, signed_in, member):
    for browser in (cashier_client, signed_in(member)):
        for row in browser.get(TRANSACTIONS).json()["results"]:
            assert browser.get(f"{TRANSACTIONS}{row['id']}/").json() == row


def test_sender_and_receiver_see_the_same_transfer(transaction_ids, signed_in, member, other_member):
    first, second = (signed_in(person).get(f"{TRANSACTIONS}{transaction_ids[2]}/") for person in (member, other_member))
    assert first.status_code == 200
    assert first.json() == second.json()


def test_foreign_and_unknown_transactions_return_the_same_404(transaction_ids, signed_in, member):
    browser = signed_in(member)
    responses = [
        browser.get(f"{TRANSACTIONS}{number}/")
        for number in (transaction_ids[1], transaction_ids[3], 0, 2**63 - 1, 2**63)
    ]
    assert {(a.status_code, a.content) for a in responses} == {(404, b'{"error":"Not found.","code":"not_found"}')}


def test_account_filter_with_a_malformed_number_returns_404(cashier_client, funded_account):
    # MariaDB's collations compare full-width digits as equal to ASCII digits.
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in funded_account)
    for number in (f"{funded_account}%20", f"%20{funded_account}", f"{funded_account}%00", quote(full_width)):
        assert cashier_client.get(f"{TRANSACTIONS}?account={number}").json()["code"] == "not_found", number


FILTERS = {
    "account={account}": [5, 4, 2, 0],
    "account={other}": [3, 2, 1],
    "kind=deposit": [1, 0],
    "kind=withdrawal": [4, 3],
    "kind=transfer": [2],
    "kind=reversal": [5],
    "kind=loan_repayment": [],
    "from=2026-03-02": [5, 4, 3, 2, 1],
    "to=2026-03-01": [0],
    "from=2026-03-01&to=2026-03-01": [0],
    "from=2026-03-02&to=2026-03-02": [5, 4, 3, 2, 1],
    "from=2026-03-03": [],
    "min_amount=10": [3, 2, 1, 0],
    "min_amount=10.01": [3, 1, 0],
    "max_amount=10.00": [5, 4, 2],
    "max_amount=9.98": [],
    "min_amount=10.00&max_amount=10.01": [3, 2],
    "min_amount=50&max_amount=10": [],
    "search=march": [2],
    "search=%20HARVEST%20money": [0],
    "search=twice": [5],
    "search=100%25": [2],
    "search=_": [],
    "search=%F0%9F%8F%A6": [],
    "search=": [5, 4, 3, 2, 1, 0],
    "account={account}&kind=withdrawal&from=2026-03-02&max_amount=9.99&search=cash": [4],
}


def test_transaction_list_is_filtered_by_account_type_date_amount_and_search(
    transaction_ids, cashier_client, account, other_account
):
    found = {
        query: [
            transaction_ids.index(n)
            for n in ids(cashier_client.get(f"{TRANSACTIONS}?{query}".format(account=account, other=other_account)))
        ]
        for query in FILTERS
    }
    assert found == FILTERS


def test_member_cannot_filter_transactions_by_a_foreign_account(transaction_ids, signed_in, member, other_account):
    browser = signed_in(member)
    responses = [
        browser.get(f"{TRANSACTIONS}?account={number}") for number in (other_account, "1", "x", "%00", "9" * 500)
    ]
    assert {(a.status_code, a.content) for a in responses} == {(404, b'{"error":"Not found.","code":"not_found"}')}


BAD_AMOUNTS = ["-1", "%2B1", "1e2", "NaN", "0.001", "1,5", "%D9%A3", "%00", "9" * 16, "9" * 5000]
BAD_DAYS = ["today", "20260301", "2026-02-30", "2026-3-1", "0001-01-01", "9999-12-31", "2026-03-01T00:00"]


BAD_PARAMETERS = {
    "kind": ["DEPOSIT", "loan"],
    **dict.fromkeys(("from", "to"), BAD_DAYS),
    **dict.fromkeys(("min_amount", "max_amount"), BAD_AMOUNTS),
    "search": ["%00", "x" * 201],
    "page_size": ["0", "201", "-1"],
    "cursor": ["x"],
}


def test_invalid_parameter_of_the_transaction_list_is_rejected_by_name(cashier_client):
    for name, texts in BAD_PARAMETERS.items():
        responses = {text: cashier_client.get(f"{TRANSACTIONS}?{name}={text}") for text in texts}
        assert {text: response.status_code for text, response in responses.items()} == dict.fromkeys(texts, 400), name
        assert {(a.json()["code"], *a.json()["fields"]) for a in responses.values()} == {("invalid_request", name)}


def test_transaction_period_that_ends_before_it_begins_is_rejected(cashier_client):
    response = cashier_client.get(f"{TRANSACTIONS}?from=2026-03-02&to=2026-03-01")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["to"])


def test_transaction_pages_stay_stable_in_both_directions_while_transactions_are_added(cashier_client, account):
    deposits = [deposit(cashier_client, account, "1.00").json()["id"] for _ in range(5)][::-1]
    first = cashier_client.get(f"{TRANSACTIONS}?page_size=2&kind=deposit")
    deposit(cashier_client, account, "1.00")
    second = cashier_client.get(first.json()["next"])
    deposit(cashier_client, account, "1.00")
    third = cashier_client.get(second.json()["next"])

    assert [*ids(first), *ids(second), *ids(third)] == deposits
    assert first.json()["previous"] is third.json()["next"] is None
    assert ids(cashier_client.get(third.json()["previous"])) == ids(second)
    assert ids(cashier_client.get(second.json()["previous"])) == ids(first)


def test_reading_transactions_and_entries_requires_a_token(cashier_client, account):
    deposit(cashier_client, account, "1.00")
    for path in (TRANSACTIONS, f"{TRANSACTIONS}{Transaction.objects.get().pk}/", f"/api/accounts/{account}/entries/"):
        assert cashier_client.get(path, token=None).json()["code"] == "not_authenticated"


def test_transactions_cannot_be_changed_or_deleted(manager_client, funded_account):
    path = f"{TRANSACTIONS}{Transaction.objects.get().pk}/"
    for method in ("PUT", "PATCH", "DELETE"):
        assert manager_client.request(method, path, {"amount": "1.00"}).json()["code"] == "method_not_allowed"


def test_bank_account_numbers_are_never_shown_in_the_api(clock, cashier_client, cashier, funded_account):
    vault, customer_account = Account.objects.get(code="vault"), Account.objects.get(number=funded_account)
    row = Transaction.objects.create(
        kind="fee",
        amount=100,
        currency="USD",
        from_account=customer_account,
        to_account=vault,
        value_date=START.date(),
        created_by=cashier,
    )
    Entry.objects.create(
        transaction=row,
        account=customer_account,
        direction="debit",
        amount=100,
        seq=2,
        balance_after=9900,
        booked_at=START,
    )
    Account.objects.filter(pk=customer_account.pk).update(balance=9900, seq=2)
    body = cashier_client.get(f"{TRANSACTIONS}{row.pk}/").json()
    assert (body["from_account"], body["to_account"]) == (funded_account, None)
    assert [
        line["counterparty"]
        for line in cashier_client.get(f"/api/accounts/{funded_account}/entries/").json()["results"]
    ] == [None] * 2
    for form in ("json", "csv"):
        response = cashier_client.get(f"/api/accounts/{funded_account}/statement/?format={form}")
        assert vault.number not in response.getvalue().decode()
