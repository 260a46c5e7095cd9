"""Reversals of a loan's transactions: the loan follows, in order, and never one's own."""

import pytest

from accounts.models import Account
from core.authorization.roles import Role
from loans.models import DueInstalment, Loan
from tests.api_payments import balance_of, idempotency_headers, reverse, withdraw
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
from users.models import User

DONE, ORDER = (409, "already_reversed"), (422, "not_reversible")


@pytest.fixture
def loan(make_loan):
    return make_loan("active", amount=12_000_00, months=4)


@pytest.fixture
def manager_client(loan, signed_in, manager):
    return signed_in(manager)


def keeps_open(home):
    return Account.objects.get(number=home).open_loan_count


def facts(browser, loan):
    body = get_loan(browser, loan)
    return body["status"], body["closed_at"], body["outstanding_principal"], body["settlement_amount"]


def test_a_reversed_repayment_leaves_no_trace_but_its_absence(manager_client, loan, loan_account, cashier):
    before = get_loan(manager_client, loan), get_schedule(manager_client, loan)
    written = post_repayment(loan, 3151_49, cashier, loan_account)
    response = reverse(manager_client, written.pk, "wrong loan")
    assert (response.status_code, response.json()["kind"], response.json()["reverses"]) == (201, "reversal", written.pk)
    assert entries_of_transaction(response.json()["id"])[1:] == [
        ("loans_receivable", "debit", 291149, None, None),
        ("interest_income", "debit", 24000, None, None),
    ]
    assert (get_loan(manager_client, loan), get_schedule(manager_client, loan)) == before
    assert balance_of(manager_client, loan_account) == "12000.00"
    assert status_and_code(reverse(manager_client, written.pk)) == DONE
    assert status_and_code(reverse(manager_client, response.json()["id"])) == ORDER
    assert is_consistent()


def test_a_loan_whose_settling_is_reversed_runs_again(clock, loan, loan_account, manager, signed_in):
    clock.move_to("2026-04-16T09:00:00Z")
    settling = post_repayment(loan, 12_330_89, manager)
    assert keeps_open(loan_account) == 0
    clock.move_to("2026-05-11T09:00:00Z")
    office = signed_in(manager)
    assert facts(office, loan) == ("repaid", "2026-04-16T09:00:00.000000Z", "0.00", None)
    assert reverse(office, settling.pk).status_code == 201
    assert facts(office, loan) == ("active", None, "12000.00", "12462.56")  # 240.00 + 181.77 + ten days
    assert get_loan(office, loan)["days_late"] == 40
    withdraw(office, loan_account, "12000.00")
    assert status_and_code(office.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"})) == (
        422,
        "account_in_use",
    )
    assert is_consistent()


def test_the_interest_that_settling_gave_back_is_taken_again(manager_client, loan, cashier, loan_account):
    post_repayment(loan, 3151_49, cashier)
    settling = post_repayment(loan, 8848_51, cashier)
    assert get_loan(manager_client, loan)["interest_paid"] == "0.00"
    assert reverse(manager_client, settling.pk).status_code == 201
    assert (get_loan(manager_client, loan)["interest_paid"], facts(manager_client, loan)[3]) == ("240.00", "8848.51")
    assert is_consistent()


def test_what_is_owed_stays_right_where_an_earlier_payment_than_the_settling_one_is_reversed(
    clock, loan, cashier, manager, signed_in
):
    ahead = post_repayment(loan, 3151_49, cashier)
    post_repayment(loan, 8848_51, cashier)
    post_reversal(ahead, manager)  # 240.00 was given back of it: that is owed, too
    clock.move_to("2026-09-01T09:00:00Z")
    desk = signed_in(cashier)
    assert facts(desk, loan) == ("active", None, "2911.49", "3757.43")
    assert repay_loan_over_http(desk, loan, "3757.42").json()["settlement_amount"] == "0.01"
    assert repay_loan_over_http(desk, loan, "0.01").json()["status"] == "repaid"
    assert get_loan(desk, loan)["interest_paid"] == "605.94"
    assert is_consistent()


def test_a_reversed_disbursement_can_be_paid_out_anew_with_a_schedule_from_that_day(
    clock, loan, loan_account, manager, cashier, signed_in
):
    clock.move_to("2026-03-10T09:00:00Z")
    office = signed_in(manager)
    assert reverse(office, loan.disbursement_id).status_code == 201
    body = get_loan(office, loan)
    assert (body["status"], body["disbursed_at"], body["outstanding_principal"]) == ("approved", None, "0.00")
    assert (body["decided_by"], body["next_due"], body["days_late"]) == (manager.pk, None, 0)
    assert (balance_of(office, loan_account), loans_receivable(), keeps_open(loan_account)) == ("0.00", 0, 0)
    assert not DueInstalment.objects.exists()
    assert is_consistent()

    again = post_loan_action(office, loan.pk, "disburse").json()
    assert (again["status"], again["next_due"]["due_date"]) == ("active", "2026-04-10")
    assert status_and_code(reverse(office, loan.disbursement_id)) == DONE
    assert reverse(office, again["transaction"]["id"]).status_code == 201
    assert post_loan_action(office, loan.pk, "cancel").json()["status"] == "cancelled"
    assert is_consistent()


def test_a_disbursement_is_reversed_after_its_repayments_only(manager_client, loan, cashier, loan_account):
    first, second = post_repayment(loan, 100_00, cashier), post_repayment(loan, 3151_49, cashier)
    for written in (first, second):
        response = reverse(manager_client, loan.disbursement_id)
        assert response.status_code == 422
        assert response.json() == {"error": "Reverse the repayments of this loan first.", "code": "not_reversible"}
        post_reversal(written, User.objects.get(role=Role.MANAGER))
    assert reverse(manager_client, loan.disbursement_id).status_code == 201
    assert facts(manager_client, loan)[0] == "approved"
    assert is_consistent()


def test_a_disbursement_is_not_reversed_once_the_loan_is_repaid_or_written_off(
    manager_client, make_loan, cashier, manager
):
    repaid, lost = make_loan("active"), make_loan("active")
    post_repayment(repaid, 1000_00, cashier)
    post_write_off(lost, manager)
    for loan in (repaid, lost):
        assert status_and_code(reverse(manager_client, loan.disbursement_id)) == ORDER
    assert is_consistent()


def test_a_loan_whose_write_off_is_reversed_runs_again(clock, loan, loan_account, cashier, manager, signed_in):
    repayment = post_repayment(loan, 3151_49, cashier)
    written = post_write_off(loan, manager)
    clock.move_to("2026-05-11T09:00:00Z")
    office = signed_in(manager)
    response = reverse(office, repayment.pk)
    assert response.json() == {"error": "Reverse the write-off of this loan first.", "code": "not_reversible"}
    assert reverse(office, written.pk).status_code == 201
    assert facts(office, loan)[:3] == ("active", None, "9088.51")
    assert (get_loan(office, loan)["days_late"], keeps_open(loan_account), loans_receivable()) == (10, 1, 9088_51)
    assert status_and_code(reverse(office, written.pk)) == DONE
    assert reverse(office, repayment.pk).status_code == 201
    assert is_consistent()
    assert (
        post_loan_action(office, loan.pk, "write-off", {"reason": "again"}).json()["transaction"]["amount"]
        == "12000.00"
    )
    assert is_consistent()


def test_nobody_reverses_on_their_own_loan(loan, make_loan, cashier, manager, member, signed_in):
    lost = make_loan("active")
    numbers = [loan.disbursement_id, post_repayment(loan, 10_00, cashier).pk, post_write_off(lost, manager).pk]
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    own = signed_in(member)
    for number in numbers:
        assert status_and_code(reverse(own, number)) == (403, "permission_denied")
    assert is_consistent()


def test_cashiers_and_members_reverse_nothing_of_a_loan(loan, signed_in, member, cashier):
    for person in (member, cashier):
        assert status_and_code(reverse(signed_in(person), loan.disbursement_id)) == (403, "permission_denied")


def test_a_reversal_is_made_once_under_its_key(manager_client, loan, cashier):
    number = post_repayment(loan, 10_00, cashier).pk
    path = f"/api/transactions/{number}/reverse/"
    assert status_and_code(manager_client.post(path, {"reason": "twice"})) == (400, "idempotency_key_required")
    first, second = (manager_client.post(path, {"reason": "twice"}, headers=idempotency_headers("k")) for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert Loan.objects.get().interest_paid == 0


def test_what_the_accounts_refuse_leaves_the_loan_as_it_was(manager_client, loan, loan_account, cashier):
    settling = post_repayment(loan, 12_000_00, cashier, loan_account)
    manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"})
    before = get_loan(manager_client, loan)
    assert status_and_code(reverse(manager_client, settling.pk)) == (422, "account_closed")
    assert get_loan(manager_client, loan) == before
    assert is_consistent()


def test_where_only_interest_is_left_it_is_paid_and_there_is_nothing_to_write_off(
    manager_client, loan, cashier, manager
):
    interest = post_repayment(loan, 40_00, cashier)
    post_repayment(loan, 11_960_00, manager)
    post_reversal(interest, manager)
    assert facts(manager_client, loan) == ("active", None, "0.00", "40.00")
    response = post_loan_action(manager_client, loan.pk, "write-off", {"reason": "cents"})
    assert response.status_code == 422
    assert response.json() == {"error": "No principal is left to write off.", "code": "loan_not_active"}
    assert repay_loan_over_http(manager_client, loan, "40.00").json()["status"] == "repaid"
    assert is_consistent()


def test_no_loan_runs_again_on_an_account_that_is_closed(manager_client, loan, loan_account, cashier, manager):
    written = post_write_off(loan, manager)
    assert withdraw(manager_client, loan_account, get_loan(manager_client, loan)["amount"]).status_code == 201
    assert manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved away"}).status_code == 200
    assert status_and_code(reverse(manager_client, written.pk)) == (422, "account_closed")
    assert get_loan(manager_client, loan)["status"] == "written_off"
