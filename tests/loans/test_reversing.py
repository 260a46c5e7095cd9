"""Reversals of a loan's transactions: the loan follows, in order, and never one's own."""

import pytest

from accounts.models import Account
from core.authorization.roles import Role
from loans.models import DueInstalment, Loan
from tests.counter import a_key, balance_of, reverse, withdraw
from tests.loans.lent import do, given_up, is_whole, paid, receivable, repay, schedule, shown, taken_back
from tests.transactions.judging import legs, refusal
from users.models import User

DONE, ORDER = (409, "already_reversed"), (422, "not_reversible")


@pytest.fixture
def loan(lent):
    return lent("active", amount=12_000_00, months=4)


@pytest.fixture
def office(loan, signed_in, manager):
    return signed_in(manager)


def keeps_open(home):
    return Account.objects.get(number=home).kept_open_by


def facts(browser, loan):
    body = shown(browser, loan)
    return body["status"], body["closed_at"], body["outstanding_principal"], body["settlement_amount"]


def test_a_reversed_repayment_leaves_no_trace_but_its_absence(office, loan, home, cashier):
    before = shown(office, loan), schedule(office, loan)
    written = paid(loan, 3151_49, cashier, home)
    answer = reverse(office, written.pk, "wrong loan")
    assert (answer.status_code, answer.json()["kind"], answer.json()["reverses"]) == (201, "reversal", written.pk)
    assert legs(answer.json()["id"])[1:] == [
        ("loans_receivable", "debit", 291149, None, None),
        ("interest_income", "debit", 24000, None, None),
    ]
    assert (shown(office, loan), schedule(office, loan)) == before
    assert balance_of(office, home) == "12000.00"
    assert refusal(reverse(office, written.pk)) == DONE
    assert refusal(reverse(office, answer.json()["id"])) == ORDER
    assert is_whole()


def test_a_loan_whose_settling_is_reversed_runs_again(clock, loan, home, manager, signed_in):
    clock.move_to("2026-04-16T09:00:00Z")
    settling = paid(loan, 12_330_89, manager)
    assert keeps_open(home) == 0
    clock.move_to("2026-05-11T09:00:00Z")
    office = signed_in(manager)
    assert facts(office, loan) == ("repaid", "2026-04-16T09:00:00.000000Z", "0.00", None)
    assert reverse(office, settling.pk).status_code == 201
    assert facts(office, loan) == ("active", None, "12000.00", "12462.56")  # 240.00 + 181.77 + ten days
    assert shown(office, loan)["days_late"] == 40
    withdraw(office, home, "12000.00")
    assert refusal(office.post(f"/api/accounts/{home}/close/", {"reason": "moved"})) == (422, "account_in_use")
    assert is_whole()


def test_the_interest_that_settling_gave_back_is_taken_again(office, loan, cashier, home):
    paid(loan, 3151_49, cashier)
    settling = paid(loan, 8848_51, cashier)
    assert shown(office, loan)["interest_paid"] == "0.00"
    assert reverse(office, settling.pk).status_code == 201
    assert (shown(office, loan)["interest_paid"], facts(office, loan)[3]) == ("240.00", "8848.51")
    assert is_whole()


def test_what_is_owed_stays_right_where_an_earlier_payment_than_the_settling_one_is_reversed(
    clock, loan, cashier, manager, signed_in
):
    ahead = paid(loan, 3151_49, cashier)
    paid(loan, 8848_51, cashier)
    taken_back(ahead, manager)  # 240.00 was given back of it: that is owed, too
    clock.move_to("2026-09-01T09:00:00Z")
    desk = signed_in(cashier)
    assert facts(desk, loan) == ("active", None, "2911.49", "3757.43")
    assert repay(desk, loan, "3757.42").json()["settlement_amount"] == "0.01"
    assert repay(desk, loan, "0.01").json()["status"] == "repaid"
    assert shown(desk, loan)["interest_paid"] == "605.94"
    assert is_whole()


def test_a_reversed_disbursement_can_be_paid_out_anew_with_a_schedule_from_that_day(
    clock, loan, home, manager, cashier, signed_in
):
    clock.move_to("2026-03-10T09:00:00Z")
    office = signed_in(manager)
    assert reverse(office, loan.disbursement_id).status_code == 201
    body = shown(office, loan)
    assert (body["status"], body["disbursed_at"], body["outstanding_principal"]) == ("approved", None, "0.00")
    assert (body["decided_by"], body["next_due"], body["days_late"]) == (manager.pk, None, 0)
    assert (balance_of(office, home), receivable(), keeps_open(home)) == ("0.00", 0, 0)
    assert not DueInstalment.objects.exists()
    assert is_whole()

    again = do(office, loan.pk, "disburse").json()
    assert (again["status"], again["next_due"]["due_date"]) == ("active", "2026-04-10")
    assert refusal(reverse(office, loan.disbursement_id)) == DONE
    assert reverse(office, again["transaction"]["id"]).status_code == 201
    assert do(office, loan.pk, "cancel").json()["status"] == "cancelled"
    assert is_whole()


def test_a_disbursement_is_reversed_after_its_repayments_only(office, loan, cashier, home):
    first, second = paid(loan, 100_00, cashier), paid(loan, 3151_49, cashier)
    for written in (first, second):
        answer = reverse(office, loan.disbursement_id)
        assert answer.status_code == 422
        assert answer.json() == {"error": "Reverse the repayments of this loan first.", "code": "not_reversible"}
        taken_back(written, User.objects.get(role=Role.MANAGER))
    assert reverse(office, loan.disbursement_id).status_code == 201
    assert facts(office, loan)[0] == "approved"
    assert is_whole()


def test_a_disbursement_is_not_reversed_once_the_loan_is_repaid_or_written_off(office, lent, cashier, manager):
    repaid, lost = lent("active"), lent("active")
    paid(repaid, 1000_00, cashier)
    given_up(lost, manager)
    for loan in (repaid, lost):
        assert refusal(reverse(office, loan.disbursement_id)) == ORDER
    assert is_whole()


def test_a_loan_whose_write_off_is_reversed_runs_again(clock, loan, home, cashier, manager, signed_in):
    repayment = paid(loan, 3151_49, cashier)
    written = given_up(loan, manager)
    clock.move_to("2026-05-11T09:00:00Z")
    office = signed_in(manager)
    answer = reverse(office, repayment.pk)
    assert answer.json() == {"error": "Reverse the write-off of this loan first.", "code": "not_reversible"}
    assert reverse(office, written.pk).status_code == 201
    assert facts(office, loan)[:3] == ("active", None, "9088.51")
    assert (shown(office, loan)["days_late"], keeps_open(home), receivable()) == (10, 1, 9088_51)
    assert refusal(reverse(office, written.pk)) == DONE
    assert reverse(office, repayment.pk).status_code == 201
    assert is_whole()
    assert do(office, loan.pk, "write-off", {"reason": "again"}).json()["transaction"]["amount"] == "12000.00"
    assert is_whole()


def test_nobody_reverses_on_their_own_loan(loan, lent, cashier, manager, member, signed_in):
    lost = lent("active")
    numbers = [loan.disbursement_id, paid(loan, 10_00, cashier).pk, given_up(lost, manager).pk]
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    own = signed_in(member)
    for number in numbers:
        assert refusal(reverse(own, number)) == (403, "permission_denied")
    assert is_whole()


def test_cashiers_and_members_reverse_nothing_of_a_loan(loan, signed_in, member, cashier):
    for person in (member, cashier):
        assert refusal(reverse(signed_in(person), loan.disbursement_id)) == (403, "permission_denied")


def test_a_reversal_is_made_once_under_its_key(office, loan, cashier):
    number = paid(loan, 10_00, cashier).pk
    path = f"/api/transactions/{number}/reverse/"
    assert refusal(office.post(path, {"reason": "twice"})) == (400, "idempotency_key_required")
    first, second = (office.post(path, {"reason": "twice"}, headers=a_key("k")) for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert Loan.objects.get().interest_paid == 0


def test_what_the_accounts_refuse_leaves_the_loan_as_it_was(office, loan, home, cashier):
    settling = paid(loan, 12_000_00, cashier, home)
    office.post(f"/api/accounts/{home}/close/", {"reason": "moved"})
    before = shown(office, loan)
    assert refusal(reverse(office, settling.pk)) == (422, "account_closed")
    assert shown(office, loan) == before
    assert is_whole()


def test_where_only_interest_is_left_it_is_paid_and_there_is_nothing_to_write_off(office, loan, cashier, manager):
    interest = paid(loan, 40_00, cashier)
    paid(loan, 11_960_00, manager)
    taken_back(interest, manager)
    assert facts(office, loan) == ("active", None, "0.00", "40.00")
    answer = do(office, loan.pk, "write-off", {"reason": "cents"})
    assert answer.status_code == 422
    assert answer.json() == {"error": "No principal is left to write off.", "code": "loan_not_active"}
    assert repay(office, loan, "40.00").json()["status"] == "repaid"
    assert is_whole()


def test_no_loan_runs_again_on_an_account_that_is_closed(office, loan, home, cashier, manager):
    written = given_up(loan, manager)
    assert withdraw(office, home, shown(office, loan)["amount"]).status_code == 201
    assert office.post(f"/api/accounts/{home}/close/", {"reason": "moved away"}).status_code == 200
    assert refusal(reverse(office, written.pk)) == (422, "account_closed")
    assert shown(office, loan)["status"] == "written_off"
