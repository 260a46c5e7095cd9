"""Tills and the vault: cash is moved, paid out only where it is, counted, and listed."""

from decimal import Decimal

import pytest
from django.db.models import QuerySet

from accounts.enums import AccountType
from accounts.models import Account
from accounts.services import chart_account
from audit.models import AuditEvent
from core.authorization.roles import Role
from core.db.transactions import atomic_with_retry
from core.money import MAX_MINOR
from tests.api_payments import (
    balance_of,
    count_till,
    deposit,
    fund_till,
    pay_out_cash,
    receive_cash,
    return_cash,
    reverse,
    transfer,
    withdraw,
)
from tests.cash import put_cash_in_till, put_cash_in_vault
from tests.contract.error_assertions import assert_error
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import is_consistent, post_loan_action
from tests.reports.conftest import report
from tests.transactions.assertions import row_counts, status_and_code
from transactions.ledger.balances import snapshot_balances
from transactions.models import BalanceSnapshot, Entry, Transaction
from users.models import User


@pytest.fixture
def vault(manager):
    """1000.00 in the vault."""
    put_cash_in_vault(1000_00)


@pytest.fixture
def lent_account(account):
    """An account with a balance whose cash is in nobody's till."""
    Account.objects.filter(number=account).update(overdraft=500_00)
    return account


def tills(browser):
    """`{name: balance}` of the tills that somebody sees, with `vault` where they see it."""
    response = browser.get("/api/tills/")
    assert response.status_code == 200, response.content
    body = response.json()
    balances = {row["cashier"]["full_name"]: row["balance"] for row in body["results"]}
    return balances | ({"vault": body["vault"]["balance"]} if "vault" in body else {})


def test_cash_goes_from_the_owners_into_the_vault_to_a_till_and_back(manager_client, cashier, manager):
    received = receive_cash(manager_client, "1000.00", description="Founders' capital")
    funded = fund_till(manager_client, cashier.pk, "300.00")
    returned = return_cash(manager_client, cashier.pk, "120.50")
    paid_out = pay_out_cash(manager_client, "400.00", description="Night safe")

    kinds = ["capital", "cash_transfer", "cash_transfer", "bank_cash"]
    texts = ["Founders' capital", "To the till of Carla Cashier", "From the till of Carla Cashier", "Night safe"]
    for response, kind, text in zip([received, funded, returned, paid_out], kinds, texts, strict=True):
        body = response.json()
        assert response.status_code == 201
        assert (body["kind"], body["description"], body["status"]) == (kind, text, "posted")
        assert (body["from_account"], body["to_account"], body["created_by"]) == (None, None, manager.pk)
        assert manager_client.get(f"/api/transactions/{body['id']}/").json() == body
    assert tills(manager_client) == {"vault": "420.50", "Carla Cashier": "179.50", "Monica Manager": "0.00"}
    assert is_consistent()


def test_vault_receives_and_pays_out_against_equity_and_the_bank_account(manager_client):
    receive_cash(manager_client, "1000.00", account="equity")
    receive_cash(manager_client, "50.00", account="bank")
    pay_out_cash(manager_client, "200.00", account="equity")
    pay_out_cash(manager_client, "300.00", account="bank")

    lines = {row["kind"]: (row["debit"], row["credit"]) for row in report(manager_client, "trial-balance")["rows"]}
    assert lines["vault"] == ("550.00", "")
    assert lines["equity"] == ("", "800.00")
    assert lines["bank"] == ("250.00", "")
    assert report(manager_client, "trial-balance")["summary"]["difference"] == "0.00"
    counts = [Transaction.objects.filter(kind=kind).count() for kind in ("capital", "bank_cash")]
    assert counts == [2, 2]


@pytest.mark.usefixtures("vault")
def test_withdrawal_of_more_than_the_till_holds_is_refused_and_posts_nothing(
    cashier_client, manager_client, cashier, lent_account
):
    fund_till(manager_client, cashier.pk, "20.00")
    transactions, entries, keys, _ = row_counts()

    error = assert_error(withdraw(cashier_client, lent_account, "20.01"), 422, "till_insufficient")

    assert error == {
        "error": "There is not enough cash in the till.",
        "code": "till_insufficient",
        "details": {"available": "20.00"},
    }
    assert row_counts()[:3] == [transactions, entries, keys + 1]
    assert balance_of(cashier_client, lent_account) == "0.00"
    assert withdraw(cashier_client, lent_account, "20.00").status_code == 201
    assert_error(withdraw(cashier_client, lent_account, "0.01"), 422, "till_insufficient")
    assert tills(cashier_client) == {"Carla Cashier": "0.00"}
    assert is_consistent()


def test_withdrawal_by_somebody_who_has_no_till_yet_is_refused_and_opens_none(cashier_client, lent_account):
    error = assert_error(withdraw(cashier_client, lent_account, "0.01"), 422, "till_insufficient")
    assert error["details"] == {"available": "0.00"}
    assert not Account.objects.filter(type="till").exists()


def test_withdrawal_beyond_balance_and_till_tells_of_the_balance(cashier_client, account):
    assert status_and_code(withdraw(cashier_client, account, "1.00")) == (422, "insufficient_funds")


def test_refusal_for_want_of_cash_is_replayed_after_the_till_is_funded(
    cashier_client, manager_client, cashier, lent_account, vault
):
    first = withdraw(cashier_client, lent_account, "5.00", key="w")
    fund_till(manager_client, cashier.pk, "5.00")
    again = withdraw(cashier_client, lent_account, "5.00", key="w")

    assert status_and_code(first) == status_and_code(again) == (422, "till_insufficient")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert withdraw(cashier_client, lent_account, "5.00").status_code == 201


def test_managers_own_till_pays_out_what_it_took_in(manager_client, manager, account):
    deposit(manager_client, account, "10.00")
    assert tills(manager_client)["Monica Manager"] == "10.00"
    assert withdraw(manager_client, account, "10.00").status_code == 201
    assert tills(manager_client)["Monica Manager"] == "0.00"


@pytest.mark.usefixtures("vault")
def test_vault_and_tills_pay_out_no_more_than_they_hold(manager_client, cashier):
    before = row_counts()[:2]
    for response, code, available in [
        (fund_till(manager_client, cashier.pk, "1000.01"), "vault_insufficient", "1000.00"),
        (pay_out_cash(manager_client, "1000.01"), "vault_insufficient", "1000.00"),
        (return_cash(manager_client, cashier.pk, "0.01"), "till_insufficient", "0.00"),
    ]:
        assert assert_error(response, 422, code)["details"] == {"available": available}
    assert row_counts()[:2] == before
    assert fund_till(manager_client, cashier.pk, "1000.00").status_code == 201
    assert return_cash(manager_client, cashier.pk, "1000.00").status_code == 201
    assert pay_out_cash(manager_client, "1000.00").status_code == 201


def test_cash_that_a_till_has_paid_out_cannot_be_taken_back_by_a_reversal(
    cashier_client, manager_client, account, other_account
):
    deposited = deposit(cashier_client, account, "100.00").json()["id"]
    transfer(cashier_client, account, other_account, "60.00")
    withdraw(cashier_client, other_account, "60.00")
    Account.objects.filter(number=account).update(overdraft=100_00)

    error = assert_error(reverse(manager_client, deposited), 422, "till_insufficient")

    assert error["details"] == {"available": "40.00"}
    assert not Transaction.objects.filter(reverses=deposited).exists()
    deposit(cashier_client, other_account, "60.00")
    assert reverse(manager_client, deposited).status_code == 201
    assert tills(cashier_client) == {"Carla Cashier": "0.00"}


@pytest.mark.parametrize("post", ["capital", "fund"])
def test_reversal_that_would_overdraw_vault_or_till_is_refused(manager_client, cashier, post):
    capital = receive_cash(manager_client, "100.00").json()["id"]
    funded = fund_till(manager_client, cashier.pk, "80.00").json()["id"]
    if post == "fund":
        return_cash(manager_client, cashier.pk, "0.01")
    refused, code = (capital, "vault_insufficient") if post == "capital" else (funded, "till_insufficient")

    assert status_and_code(reverse(manager_client, refused)) == (422, code)
    assert is_consistent()


def test_reversal_of_a_fund_brings_the_cash_back_to_the_vault(manager_client, cashier):
    receive_cash(manager_client, "100.00")
    funded = fund_till(manager_client, cashier.pk, "80.00").json()["id"]
    response = reverse(manager_client, funded)
    assert response.status_code == 201
    assert (response.json()["kind"], response.json()["reverses"]) == ("reversal", funded)
    assert tills(manager_client) == {"vault": "100.00", "Carla Cashier": "0.00", "Monica Manager": "0.00"}


def test_manager_reversal_of_a_cashiers_posting_is_in_the_cashiers_till_and_list(
    cashier_client, manager_client, manager, account
):
    kept = deposit(cashier_client, account, "30.00").json()["id"]
    deposited = deposit(cashier_client, account, "100.00").json()["id"]
    reversal = reverse(manager_client, deposited).json()["id"]
    withdrawal = withdraw(cashier_client, account, "10.00").json()["id"]
    second = reverse(manager_client, withdrawal).json()["id"]

    dashboard = cashier_client.get("/api/dashboard/").json()
    assert [row["id"] for row in dashboard["latest"]] == [second, withdrawal, reversal, deposited, kept]
    assert dashboard["latest"][2]["created_by"] == manager.pk
    assert dashboard["till"] == {
        "balance": "30.00",
        "currency": "USD",
        "opening_balance": "0.00",
        "cash_in": "130.00",
        "cash_out": "10.00",
        "reversed_in": "10.00",
        "reversed_out": "100.00",
    }
    assert tills(manager_client)["Monica Manager"] == "0.00"


def test_till_on_the_dashboard_opens_with_yesterdays_cash(clock, signed_in, cashier, manager, account):
    put_cash_in_till(cashier, 200_00)
    cashier_client = signed_in(cashier)
    deposited = deposit(cashier_client, account, "50.00").json()["id"]
    clock.shift(86400)
    cashier_client, manager_client = signed_in(cashier), signed_in(manager)
    withdraw(cashier_client, account, "20.00")
    Account.objects.filter(number=account).update(overdraft=50_00)
    reverse(manager_client, deposited)

    till = cashier_client.get("/api/dashboard/").json()["till"]
    names = ("opening_balance", "cash_in", "cash_out", "reversed_in", "reversed_out", "balance")
    assert [till[name] for name in names] == ["250.00", "0.00", "20.00", "0.00", "50.00", "180.00"]
    opening, cash_in, cash_out, back_in, back_out, balance = (Decimal(till[name]) for name in names)
    assert opening + cash_in - cash_out + back_in - back_out == balance


def test_count_without_a_difference_books_nothing(cashier_client, cashier, account):
    deposit(cashier_client, account, "70.00")
    before = row_counts()[:2]
    response = count_till(cashier_client, cashier.pk, "70.00")

    assert response.status_code == 201
    assert response.json() == {"expected": "70.00", "counted": "70.00", "difference": "0.00"}
    assert row_counts()[:2] == before
    event = AuditEvent.objects.get(event="till_counted")
    assert event.details == {"expected": "70.00", "counted": "70.00", "difference": "0.00", "currency": "USD"}


@pytest.mark.parametrize(
    ("counted", "difference", "line"), [("69.50", "-0.50", ("0.50", "")), ("80.00", "10.00", ("", "10.00"))]
)
def test_difference_of_a_count_is_booked_to_cash_over_and_short(
    cashier_client, manager_client, cashier, account, counted, difference, line
):
    deposit(cashier_client, account, "70.00")
    response = count_till(cashier_client, cashier.pk, counted)

    assert response.json() == {"expected": "70.00", "counted": counted, "difference": difference}
    booked = Transaction.objects.get(kind="cash_difference")
    assert (booked.money(), booked.created_by_id) == (difference.lstrip("-"), cashier.pk)
    assert AuditEvent.objects.get(event="till_counted").details["transaction"] == str(booked.pk)
    rows = {row["kind"]: (row["debit"], row["credit"]) for row in report(manager_client, "trial-balance")["rows"]}
    assert rows["cash_over_short"] == line
    assert tills(cashier_client) == {"Carla Cashier": counted}
    assert count_till(cashier_client, cashier.pk, counted).json()["difference"] == "0.00"
    assert is_consistent()


def test_empty_till_can_be_counted_as_zero(cashier_client, cashier):
    assert count_till(cashier_client, cashier.pk, "0").json()["difference"] == "0.00"
    assert count_till(cashier_client, cashier.pk, "0.00").status_code == 201


def test_count_is_replayed_and_booked_once(cashier_client, cashier):
    first, second = (count_till(cashier_client, cashier.pk, "5.00", key="c") for _ in range(2))
    assert first.json() == second.json() == {"expected": "0.00", "counted": "5.00", "difference": "5.00"}
    assert second.headers["Idempotent-Replayed"] == "true"
    assert Transaction.objects.filter(kind="cash_difference").count() == 1


def test_manager_counts_the_till_of_a_cashier(manager_client, cashier):
    assert count_till(manager_client, cashier.pk, "1.00").status_code == 201
    event = AuditEvent.objects.get(event="till_counted")
    assert event.user_id == cashier.pk
    assert event.actor_id != cashier.pk


def test_cashier_cannot_count_the_till_of_a_colleague(cashier_client, manager):
    put_cash_in_till(manager, 1_00)
    assert_error(count_till(cashier_client, manager.pk, "0"), 404, "not_found")


def test_member_has_no_till(manager_client, member):
    for send in (fund_till, return_cash, count_till):
        assert_error(send(manager_client, member.pk, "1.00"), 404, "not_found")


def test_till_of_somebody_who_no_longer_works_at_the_counter_can_be_emptied(manager_client, cashier):
    put_cash_in_till(cashier, 10_00)
    User.objects.filter(pk=cashier.pk).update(role=Role.MEMBER)

    assert tills(manager_client)["Carla Cashier"] == "10.00"
    assert count_till(manager_client, cashier.pk, "9.00").json()["difference"] == "-1.00"
    assert return_cash(manager_client, cashier.pk, "9.00").status_code == 201


def test_list_shows_a_cashier_their_own_till_and_no_vault(cashier_client, cashier, manager, vault):
    put_cash_in_till(manager, 5_00)
    assert cashier_client.get("/api/tills/").json() == {
        "results": [{"cashier": {"id": cashier.pk, "full_name": "Carla Cashier"}, "balance": "0.00"}]
    }


def test_balances_are_those_of_the_latest_snapshot_and_later_entries(clock, signed_in, cashier, manager, account):
    put_cash_in_till(cashier, 5_00)
    put_cash_in_vault(7_00)
    deposit(signed_in(cashier), account, "1.25")
    for _ in range(2):
        clock.shift(86400)
        snapshot_balances()
        deposit(signed_in(cashier), account, "2.00")
    put_cash_in_till(manager, 3_00)

    assert BalanceSnapshot.objects.filter(account__cashier=cashier).count() == 2
    assert tills(signed_in(manager)) == {"vault": "7.00", "Carla Cashier": "10.25", "Monica Manager": "3.00"}
    withdraw(signed_in(cashier), account, "5.25")
    assert tills(signed_in(cashier)) == {"Carla Cashier": "5.00"}
    Account.objects.filter(number=account).update(overdraft=100_00)
    error = assert_error(withdraw(signed_in(cashier), account, "5.01"), 422, "till_insufficient")
    assert error["details"] == {"available": "5.00"}
    assert is_consistent()


@pytest.mark.parametrize(
    ("send", "body", "field"),
    [
        ("vault/receive/", {"amount": "0", "account": "bank", "description": "x"}, "amount"),
        ("vault/receive/", {"amount": "1", "account": "vault", "description": "x"}, "account"),
        ("vault/pay-out/", {"amount": "1", "account": "bank"}, "description"),
        ("vault/pay-out/", {"amount": "1", "account": "bank", "description": "a\nb"}, "description"),
        ("{}/fund/", {"amount": "-1"}, "amount"),
        ("{}/return/", {"amount": "1.001"}, "amount"),
        ("{}/fund/", {"amount": "1", "description": "x"}, "description"),
        ("{}/count/", {"counted": "-0.01"}, "counted"),
        ("{}/count/", {}, "counted"),
    ],
)
def test_invalid_body_is_refused_with_the_field(manager_client, cashier, send, body, field):
    path = "/api/tills/" + send.format(cashier.pk)
    response = manager_client.post(path, body, headers={"Idempotency-Key": "k"})
    assert response.status_code == 400
    assert list(response.json()["fields"]) == [field]


def test_every_movement_needs_an_idempotency_key(manager_client, cashier):
    for path, body in [
        ("vault/receive/", {"amount": "1", "account": "bank", "description": "x"}),
        ("vault/pay-out/", {"amount": "1", "account": "bank", "description": "x"}),
        (f"{cashier.pk}/fund/", {"amount": "1"}),
        (f"{cashier.pk}/return/", {"amount": "1"}),
        (f"{cashier.pk}/count/", {"counted": "1"}),
    ]:
        assert_error(manager_client.post(f"/api/tills/{path}", body), 400, "idempotency_key_required")


def test_vault_accepts_no_more_than_the_largest_balance(manager_client):
    put_cash_in_vault(MAX_MINOR)
    error = assert_error(receive_cash(manager_client, "0.01"), 422, "balance_too_large")
    assert "details" not in error


def test_deposit_of_a_cashier_without_a_till_opens_it_once(cashier_client, cashier, account):
    for _ in range(2):
        deposit(cashier_client, account, "1.00")
    till = Account.objects.get(type="till")
    assert (till.cashier_id, Entry.objects.filter(account=till).count()) == (cashier.pk, 2)


def test_reversal_of_a_loan_payment_in_cash_needs_that_cash_in_the_till(
    cashier_client, manager_client, cashier, manager, member, account
):
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=cashier)
    paid = post_loan_action(cashier_client, loan.pk, "repay", {"amount": "50.00"}).json()["transaction"]["id"]
    withdraw(cashier_client, account, "20.00")

    error = assert_error(reverse(manager_client, paid), 422, "till_insufficient")

    assert error["details"] == {"available": "30.00"}
    assert not Transaction.objects.filter(reverses=paid).exists()
    assert tills(cashier_client) == {"Carla Cashier": "30.00"}
    put_cash_in_till(cashier, 20_00)
    assert reverse(manager_client, paid).status_code == 201
    assert tills(cashier_client) == {"Carla Cashier": "0.00"}


def test_account_that_two_requests_open_at_once_is_opened_once(db, monkeypatch):
    opened = atomic_with_retry(chart_account)(AccountType.CASH_OVER_SHORT)
    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "first", lambda _: None)  # as read before the other request has committed
        assert atomic_with_retry(chart_account)(AccountType.CASH_OVER_SHORT) == opened
    assert Account.objects.filter(code=AccountType.CASH_OVER_SHORT).count() == 1
