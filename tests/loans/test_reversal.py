"""Reversals of a loan's transactions: effects on the loan, required order and permissions."""

import pytest

from accounts.models import Account
from core.authorization.roles import Role
from loans.models import DueInstalment, Loan
from tests.api_payments import balance_of, idempotency_headers, reverse, withdraw
from tests.cash import put_cash_in_till
from tests.loans.loan_helpers import (
    get_loan,
    get_schedule,
    is_consistent,
    loans_receivable,
    post_loan_action,
    post_repayment,
    post_reversal,
    post_write_off,
    repay_loan_over_http,
)
from tests.transactions.assertions import entries_of_transaction, status_and_code
from transactions.enums import TransactionType
from transactions.payments import reversal_handlers
from users.models import User

ALREADY_REVERSED, NOT_REVERSIBLE = (409, "already_reversed"), (422, "not_reversible")


@pytest.fixture
def loan(make_loan):
    return make_loan("active", amount=12_000_00, months=4)


@pytest.fixture
def manager_client(loan, signed_in, manager):
    return signed_in(manager)


def open_loan_count(number):
    return Account.objects.get(number=number).open_loan_count


def loan_state(browser, loan):
    body = get_loan(browser, loan)
    return body["status"], body["closed_at"], body["outstanding_principal"], body["settlement_amount"]


def test_reversing_a_repayment_restores_the_loan_and_the_account(manager_client, loan, loan_account, cashier):
    before = get_loan(manager_client, loan), get_schedule(manager_client, loan)
    repayment = post_repayment(loan, 3151_49, cashier, loan_account)
    response = reverse(manager_client, repayment.pk, "wrong loan")
    assert (response.status_code, response.json()["kind"], response.json()["reverses"]) == (
        201,
        "reversal",
        repayment.pk,
    )
    assert entries_of_transaction(response.json()["id"])[1:] == [
        ("loans_receivable", "debit", 315149, None, None),
    ]
    assert (get_loan(manager_client, loan), get_schedule(manager_client, loan)) == before
    assert balance_of(manager_client, loan_account) == "12000.00"
    assert status_and_code(reverse(manager_client, repayment.pk)) == ALREADY_REVERSED
    assert status_and_code(reverse(manager_client, response.json()["id"])) == NOT_REVERSIBLE
    assert is_consistent()


def test_loan_is_active_again_after_its_payoff_is_reversed(clock, loan, loan_account, manager, signed_in):
    clock.move_to("2026-04-16T09:00:00Z")
    payoff = post_repayment(loan, 12_360_00, manager)
    assert open_loan_count(loan_account) == 0
    clock.move_to("2026-05-11T09:00:00Z")
    manager_client = signed_in(manager)
    assert loan_state(manager_client, loan) == ("repaid", "2026-04-16T09:00:00.000000Z", "0.00", None)
    assert reverse(manager_client, payoff.pk).status_code == 201
    assert loan_state(manager_client, loan) == ("active", None, "12000.00", "12560.00")  # 240.00 twice, and ten days
    assert get_loan(manager_client, loan)["days_late"] == 40
    put_cash_in_till(manager, 12_000_00)
    withdraw(manager_client, loan_account, "12000.00")
    assert status_and_code(manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"})) == (
        422,
        "account_in_use",
    )
    assert is_consistent()


def test_reversing_a_payoff_leaves_the_payments_before_it(manager_client, loan, cashier, loan_account):
    post_repayment(loan, 3151_49, cashier)
    payoff = post_repayment(loan, 8848_51, cashier)
    assert get_loan(manager_client, loan)["interest_paid"] == "0.00"
    assert reverse(manager_client, payoff.pk).status_code == 201
    assert (get_loan(manager_client, loan)["interest_paid"], loan_state(manager_client, loan)[3]) == (
        "0.00",
        "8848.51",
    )
    assert is_consistent()


def test_reversing_a_repayment_before_the_payoff_makes_its_amount_due_again(clock, loan, cashier, manager, signed_in):
    prepayment = post_repayment(loan, 3151_49, cashier)
    post_repayment(loan, 8848_51, cashier)
    post_reversal(prepayment, manager)
    clock.move_to("2026-09-01T09:00:00Z")
    cashier_client = signed_in(cashier)
    assert loan_state(cashier_client, loan) == (
        "active",
        None,
        "3151.49",
        "3529.67",
    )  # four months and sixty days at 2 % a month
    assert repay_loan_over_http(cashier_client, loan, "3529.66").json()["settlement_amount"] == "0.01"
    assert repay_loan_over_http(cashier_client, loan, "0.01").json()["status"] == "repaid"
    assert get_loan(cashier_client, loan)["interest_paid"] == "378.18"
    assert is_consistent()


def test_loan_can_be_disbursed_again_with_a_new_schedule_after_a_reversed_disbursement(
    clock, loan, loan_account, manager, cashier, signed_in
):
    clock.move_to("2026-03-10T09:00:00Z")
    manager_client = signed_in(manager)
    assert reverse(manager_client, loan.disbursement_id).status_code == 201
    body = get_loan(manager_client, loan)
    assert (body["status"], body["disbursed_at"], body["outstanding_principal"]) == ("approved", None, "0.00")
    assert (body["decided_by"], body["next_due"], body["days_late"]) == (manager.pk, None, 0)
    assert (balance_of(manager_client, loan_account), loans_receivable(), open_loan_count(loan_account)) == (
        "0.00",
        0,
        0,
    )
    assert not DueInstalment.objects.exists()
    assert is_consistent()

    second_disbursement = post_loan_action(signed_in(cashier), loan.pk, "disburse").json()
    assert (second_disbursement["status"], second_disbursement["next_due"]["due_date"]) == ("active", "2026-04-10")
    assert status_and_code(reverse(manager_client, loan.disbursement_id)) == ALREADY_REVERSED
    assert reverse(manager_client, second_disbursement["transaction"]["id"]).status_code == 201
    assert post_loan_action(manager_client, loan.pk, "cancel").json()["status"] == "cancelled"
    assert is_consistent()


def test_disbursement_can_be_reversed_only_after_its_repayments(manager_client, loan, cashier, loan_account):
    first, second = post_repayment(loan, 100_00, cashier), post_repayment(loan, 3151_49, cashier)
    for repayment in (first, second):
        response = reverse(manager_client, loan.disbursement_id)
        assert response.status_code == 422
        assert response.json() == {"error": "Reverse the repayments of this loan first.", "code": "not_reversible"}
        post_reversal(repayment, User.objects.get(role=Role.MANAGER))
    assert reverse(manager_client, loan.disbursement_id).status_code == 201
    assert loan_state(manager_client, loan)[0] == "approved"
    assert is_consistent()


def test_disbursement_cannot_be_reversed_while_only_interest_is_repaid(clock, loan, cashier, manager, signed_in):
    clock.move_to("2026-04-01T09:00:00Z")
    manager_client = signed_in(manager)
    post_repayment(loan, 100_00, cashier)
    assert get_loan(manager_client, loan)["principal_paid"] == "0.00"

    assert status_and_code(reverse(manager_client, loan.disbursement_id)) == NOT_REVERSIBLE
    assert is_consistent()


def test_disbursement_of_a_repaid_or_written_off_loan_cannot_be_reversed(manager_client, make_loan, cashier, manager):
    repaid, written_off = make_loan("active"), make_loan("active")
    post_repayment(repaid, 1000_00, cashier)
    post_write_off(written_off, manager)
    for loan in (repaid, written_off):
        assert status_and_code(reverse(manager_client, loan.disbursement_id)) == NOT_REVERSIBLE
    assert is_consistent()


def test_loan_is_active_again_after_its_write_off_is_reversed(clock, loan, loan_account, cashier, manager, signed_in):
    repayment = post_repayment(loan, 3151_49, cashier)
    write_off = post_write_off(loan, manager)
    clock.move_to("2026-05-11T09:00:00Z")
    manager_client = signed_in(manager)
    response = reverse(manager_client, repayment.pk)
    assert response.json() == {"error": "Reverse the write-off of this loan first.", "code": "not_reversible"}
    assert reverse(manager_client, write_off.pk).status_code == 201
    assert loan_state(manager_client, loan)[:3] == ("active", None, "8848.51")
    assert (get_loan(manager_client, loan)["days_late"], open_loan_count(loan_account), loans_receivable()) == (
        10,
        1,
        8848_51,
    )
    assert status_and_code(reverse(manager_client, write_off.pk)) == ALREADY_REVERSED
    assert reverse(manager_client, repayment.pk).status_code == 201
    assert is_consistent()
    assert (
        post_loan_action(manager_client, loan.pk, "write-off", {"reason": "again"}).json()["transaction"]["amount"]
        == "12000.00"
    )
    assert is_consistent()


def test_loan_transaction_without_a_reversal_handler_cannot_be_reversed(manager_client, loan, monkeypatch):
    """Reversing only the ledger would leave the loan active."""
    monkeypatch.delitem(reversal_handlers._handlers, TransactionType.LOAN_DISBURSEMENT)

    assert status_and_code(reverse(manager_client, loan.disbursement_id)) == NOT_REVERSIBLE
    assert is_consistent()


def test_manager_cannot_reverse_transactions_of_their_own_loan(loan, make_loan, cashier, manager, member, signed_in):
    written_off = make_loan("active")
    numbers = [loan.disbursement_id, post_repayment(loan, 10_00, cashier).pk, post_write_off(written_off, manager).pk]
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    borrower_client = signed_in(member)
    for number in numbers:
        assert status_and_code(reverse(borrower_client, number)) == (403, "permission_denied")
    assert is_consistent()


def test_members_and_cashiers_cannot_reverse_loan_transactions(loan, signed_in, member, cashier):
    for person in (member, cashier):
        assert status_and_code(reverse(signed_in(person), loan.disbursement_id)) == (403, "permission_denied")


def test_repeated_reversal_with_the_same_key_is_replayed(manager_client, loan, cashier):
    number = post_repayment(loan, 10_00, cashier).pk
    path = f"/api/transactions/{number}/reverse/"
    assert status_and_code(manager_client.post(path, {"reason": "twice"})) == (400, "idempotency_key_required")
    first, second = (manager_client.post(path, {"reason": "twice"}, headers=idempotency_headers("k")) for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert Loan.objects.get().interest_paid == 0


def test_rejected_reversal_leaves_the_loan_unchanged(manager_client, loan, loan_account, cashier):
    payoff = post_repayment(loan, 12_000_00, cashier, loan_account)
    manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"})
    before = get_loan(manager_client, loan)
    assert status_and_code(reverse(manager_client, payoff.pk)) == (422, "account_closed")
    assert get_loan(manager_client, loan) == before
    assert is_consistent()


def test_loan_with_only_interest_left_can_be_repaid_but_not_written_off(clock, loan, cashier, manager, signed_in):
    clock.move_to("2026-03-06T09:00:00Z")
    manager_client = signed_in(manager)
    interest = post_repayment(loan, 40_00, cashier)
    post_repayment(loan, 12_000_00, manager)
    post_reversal(interest, manager)
    assert loan_state(manager_client, loan) == ("active", None, "0.00", "40.00")
    response = post_loan_action(manager_client, loan.pk, "write-off", {"reason": "cents"})
    assert response.status_code == 422
    assert response.json() == {"error": "No principal is left to write off.", "code": "loan_not_active"}
    assert repay_loan_over_http(manager_client, loan, "40.00").json()["status"] == "repaid"
    assert is_consistent()


def test_write_off_of_a_loan_on_a_closed_account_cannot_be_reversed(
    manager_client, loan, loan_account, cashier, manager
):
    write_off = post_write_off(loan, manager)
    put_cash_in_till(manager, 12_000_00)
    assert withdraw(manager_client, loan_account, get_loan(manager_client, loan)["amount"]).status_code == 201
    assert manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved away"}).status_code == 200
    assert status_and_code(reverse(manager_client, write_off.pk)) == (422, "account_closed")
    assert get_loan(manager_client, loan)["status"] == "written_off"
