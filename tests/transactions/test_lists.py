"""Lists of entries and transactions against plain queries: each row once, in order, whatever the pages read."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db.models import Q
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.models import Account
from accounts.numbers import check_digits
from accounts.selectors import account_visible_to
from core.api.bounded_pages import BoundedCursorPagination
from core.db.filters import filter_given
from transactions import lists
from transactions.enums import Direction, TransactionType
from transactions.ledger.positions import annotated_range, seq_bounds
from transactions.models import Entry, Transaction
from transactions.selectors import find_entries, find_transactions
from transactions.statements.selectors import statement_visible_to

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
NUMBERS = [f"{body}{check_digits(body)}" for body in ("2000000001", "2000000002", "2000000003")]
TEXTS = ["Rent", "Phone", "Groceries", ""]


@pytest.fixture(autouse=True)
def _read_few_rows(monkeypatch):
    """Pages end before they are full, as in a long history."""
    monkeypatch.setattr(lists, "MAX_ENTRIES_READ", 6)
    monkeypatch.setattr(lists, "MAX_TRANSACTIONS_READ", 7)


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def bank(request, member, other_member, cashier):
    """Random transactions between two accounts of a member, one of another member, and cash; some at the same time."""
    chance = random.Random(request.param)
    accounts = [
        Account.objects.create(number=number, owner=person, type="savings", currency="USD")
        for number, person in zip(NUMBERS, (member, member, other_member), strict=True)
    ]
    moment = START
    for _ in range(60):
        moment += timedelta(hours=chance.choice([0, 0, 1, 30]))
        source, target = chance.sample([*accounts, None], 2)
        post(source, target, chance.randint(1, 5), chance.choice(TEXTS), moment, cashier)
    for account in accounts:
        account.save()
    return accounts


def post(source, target, amount, text, moment, cashier):
    kind = TransactionType.TRANSFER if source and target else TransactionType.DEPOSIT
    row = Transaction.objects.create(
        kind=kind, amount=amount, currency="USD", description=text, from_account=source, to_account=target,
        booked_at=moment, value_date=moment.date(), created_by=cashier,
    )  # fmt: skip
    for account, side in ((source, Direction.DEBIT), (target, Direction.CREDIT)):
        if account is not None:
            account.balance += 1000  # each debit is covered
            account.book_entry(amount if side == Direction.CREDIT else -amount, moment)
            Entry.objects.create(
                transaction=row, account=account, direction=side, amount=amount, seq=account.seq,
                balance_after=account.balance, booked_at=moment,
            )  # fmt: skip


def read(rows, url):
    """The ids of a page, and its links."""
    paginator = BoundedCursorPagination()
    page = paginator.paginate_queryset(rows, Request(APIRequestFactory().get(url)))
    return [row.pk for row in page], paginator.get_next_link(), paginator.get_previous_link()


def pages(rows):
    """The ids on all pages, forwards; reading backwards from the last page must find the same rows."""
    found, url, back = [], "/?page_size=4", None
    while url is not None:
        page, url, back = read(rows, url)
        found.append(page)
    backwards = []
    while back is not None:
        page, _, back = read(rows, back)
        backwards = page + backwards
    assert backwards == [pk for page in found[:-1] for pk in page]
    assert max(map(len, found)) <= 4
    return [pk for page in found for pk in page]


def by_period(rows, since, before):
    return filter_given(rows, booked_at__gte=since, booked_at__lt=before)


PERIODS = [
    (None, None),
    (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)),
    (datetime(2026, 1, 9, tzinfo=UTC), None),
    (None, datetime(2026, 1, 7, tzinfo=UTC)),
    (START, START + timedelta(microseconds=1)),
    (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)),
    (datetime(2027, 1, 1, tzinfo=UTC), None),
]
CONTENTS = [
    ({}, {}),
    ({"least": 2, "most": 3}, {"amount__gte": 2, "amount__lte": 3}),
    ({"search": "rent"}, {"description": "Rent"}),
    ({"search": "nothing"}, {"pk": 0}),
]
NO_FILTER = {"least": None, "most": None, "search": ""}


def test_entry_list_has_the_rows_of_a_plain_query_in_both_directions(bank, member):
    for (since, before), (content, condition) in product(PERIODS, CONTENTS):
        account = account_visible_to(member, bank[0].number, **seq_bounds(since, before))
        plain = {f"transaction__{name}" if name == "description" else name: value for name, value in condition.items()}
        rows = by_period(Entry.objects.filter(account=account, **plain), since, before)

        found = find_entries(account, annotated_range(account), **NO_FILTER | {"direction": None} | content)

        assert pages(found) == list(rows.order_by("-seq").values_list("pk", flat=True)), (since, before, content)


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param("member", marks=pytest.mark.slow),
        pytest.param("cashier", marks=pytest.mark.slow),
        pytest.param("member's account", marks=pytest.mark.slow),
        "other member's account",
    ],
)
def test_transaction_list_has_the_rows_of_a_plain_query_in_both_directions(bank, member, cashier, reader):
    accounts = {"member": bank[:2], "cashier": bank, "member's account": bank[:1]}.get(reader, bank[2:])
    own = Q(from_account__in=accounts) | Q(to_account__in=accounts)
    actor = member if reader.startswith("member") else cashier
    account = Account.objects.get(pk=accounts[0].pk) if "account" in reader else None
    contents = [*CONTENTS, ({"kind": "transfer"}, {"kind": "transfer"})]
    for (since, before), (content, condition) in product(PERIODS, contents):
        rows = by_period(Transaction.objects.filter(own, **condition), since, before)
        filters = NO_FILTER | {"kind": None, "account": account, "since": since, "before": before} | content

        found = find_transactions(actor, **filters)

        assert pages(found) == list(rows.order_by("-id").values_list("pk", flat=True)), (since, before, content)


@pytest.mark.parametrize(("since", "before"), [period for period in PERIODS if None not in period])
def test_statement_has_the_balances_and_entries_of_a_plain_query(bank, member, since, before):
    own = Entry.objects.filter(account=bank[0])
    earlier = own.filter(booked_at__lt=since).order_by("seq").last()

    found = statement_visible_to(member, bank[0].number, since, before)

    assert [row.pk for row in found.entries] == list(
        by_period(own, since, before).order_by("seq").values_list("pk", flat=True)
    )
    assert found.opening_balance == (earlier.balance_after if earlier else 0)


def test_dashboard_of_a_member_has_the_latest_entries_of_all_accounts(bank, signed_in, member):
    latest = Entry.objects.filter(account__in=bank[:2]).order_by("-booked_at", "-id").values_list("pk", flat=True)[:10]

    assert [row["id"] for row in signed_in(member).get("/api/dashboard/").json()["entries"]] == list(latest)


def test_search_page_reads_a_bounded_part_and_continues_after_it(bank, signed_in, member):
    number = bank[0].number

    body = signed_in(member).get(f"/api/accounts/{number}/entries/?search=nothing").json()

    assert (body["results"], body["previous"]) == ([], None)
    assert body["next"] is not None
