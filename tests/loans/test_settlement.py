"""The payoff amount of a day, the settlement of a loan, and what its payments went to."""

from urllib.parse import urlencode

import pytest

from audit.models import AuditEvent
from tests.api_payments import balance_of, reverse
from tests.loan_factories import create_product
from tests.loans.loan_helpers import (
    get_loan,
    get_schedule,
    interest_income,
    is_consistent,
    loans_receivable,
    open_funded_account,
    post_cash_deposit,
    post_loan_action,
    post_repayment,
    repay_loan_over_http,
)
from tests.transactions.assertions import entries_of_transaction, row_counts, status_and_code


@pytest.fixture
def twelve_percent(clock, db):
    return create_product(name="Twelve", rate_millionths=12_000_000)


@pytest.fixture
def loan(clock, twelve_percent, make_loan):
    """10,000.00 at 12 % over twelve months, disbursed on 1 January 2024."""
    clock.move_to("2024-01-01T09:00:00Z")
    return make_loan("active", amount=10_000_00, months=12, product=twelve_percent)


def move_to(clock, day):
    clock.move_to(f"{day}T09:00:00Z")


def get_payoff(browser, loan, **query):
    return browser.get(f"/api/loans/{loan.pk}/payoff/?{urlencode(query)}")


def test_prepayment_saves_interest_and_the_payoff_half_a_year_later_can_be_computed_by_hand(
    clock, loan, signed_in, member
):
    move_to(clock, "2024-01-02")
    member_client = signed_in(member)
    body = repay_loan_over_http(member_client, loan, "5000.00").json()
    assert (body["outstanding_principal"], body["interest_paid"]) == ("5003.33", "3.33")
    assert body["next_due"] == {"number": 2, "due_date": "2024-03-01", "amount": "888.49"}
    assert get_schedule(member_client, loan)[0] == ("5000.00", "paid")
    assert get_payoff(member_client, loan, on="2024-07-01").json() == {
        "on": "2024-07-01", "principal": "5003.33", "interest": "298.52", "fees": "0.00", "penalties": "0.00",
        "total": "5301.85",
    }  # fmt: skip
    move_to(clock, "2024-07-01")
    member_client = signed_in(member)
    assert get_loan(member_client, loan)["settlement_amount"] == "5301.85"
    assert interest_income() == 3_33
    assert is_consistent()


@pytest.mark.parametrize(
    ("rule", "instalment", "end"),
    [("shorter_term", "888.49", (7, "2024-08-01")), ("lower_instalment", "482.27", (12, "2025-01-01"))],
)
def test_prepayment_ends_the_loan_earlier_or_lowers_the_instalment(
    rule, instalment, end, clock, twelve_percent, make_loan, signed_in, member
):
    twelve_percent.prepayment = rule
    twelve_percent.save()
    clock.move_to("2024-01-01T09:00:00Z")
    loan = make_loan("active", amount=10_000_00, months=12, product=twelve_percent)
    move_to(clock, "2024-02-01")
    member_client = signed_in(member)
    body = repay_loan_over_http(member_client, loan, "5100.00").json()  # an instalment, and 4,211.51 more

    assert (body["outstanding_principal"], body["interest_paid"]) == ("5000.00", "100.00")
    assert body["next_due"] == {"number": 2, "due_date": "2024-03-01", "amount": instalment}
    rows = member_client.get(f"/api/loans/{loan.pk}/schedule/").json()
    assert (len(rows), rows[-1]["due_date"]) == end
    assert {row["total"] for row in rows[1:-1]} == {instalment}


def test_payoff_amount_is_that_of_today_by_default(clock, loan, signed_in, member):
    move_to(clock, "2024-01-31")
    member_client = signed_in(member)
    assert get_payoff(member_client, loan).json() == get_payoff(member_client, loan, on="2024-01-31").json()
    assert get_payoff(member_client, loan).json()["interest"] == "96.67"  # 29 days: the 31st counts as the 30th


def test_payoff_amount_of_a_past_day_counts_the_payments_up_to_then(clock, loan, signed_in, member, cashier):
    move_to(clock, "2024-02-01")
    post_repayment(loan, 888_49, cashier)
    member_client = signed_in(member)
    assert get_payoff(member_client, loan, on="2024-01-31").json()["principal"] == "10000.00"
    assert get_payoff(member_client, loan, on="2024-02-01").json()["principal"] == "9211.51"


@pytest.mark.parametrize(
    "query", [{"on": "2023-12-31"}, {"on": "2024-02-30"}, {"on": "20240201"}, {"day": "2024-02-01"}]
)
def test_payoff_amount_of_an_invalid_day_is_rejected(loan, signed_in, member, query):
    response = get_payoff(signed_in(member), loan, **query)
    assert (response.status_code, list(response.json()["fields"])) == (400, list(query))


def test_loan_that_is_not_active_has_no_payoff_amount(make_loan, signed_in, member, manager):
    loan = make_loan("approved")
    assert status_and_code(get_payoff(signed_in(member), loan)) == (422, "loan_not_active")
    active = make_loan("active")
    post_loan_action(signed_in(manager), active.pk, "write-off", {"reason": "gone"})
    assert status_and_code(get_payoff(signed_in(member), active)) == (422, "loan_not_active")


def test_settlement_pays_exactly_what_is_owed_from_the_account_of_the_loan(
    clock, loan, loan_account, signed_in, member, cashier
):
    move_to(clock, "2024-01-31")
    post_cash_deposit(loan_account, 500_00, cashier)
    member_client = signed_in(member)
    response = post_loan_action(member_client, loan.pk, "settle")
    body = response.json()
    assert (response.status_code, body["status"], body["settlement_amount"]) == (201, "repaid", None)
    assert (body["transaction"]["kind"], body["transaction"]["amount"]) == ("loan_repayment", "10096.67")
    assert body["transaction"]["from_account"] == loan_account
    assert balance_of(member_client, loan_account) == "403.33"
    assert (loans_receivable(), interest_income()) == (0, 96_67)
    assert status_and_code(post_loan_action(member_client, loan.pk, "settle")) == (422, "loan_not_active")
    assert AuditEvent.objects.filter(event="loan_repayment_posted").count() == 1
    assert is_consistent()


def test_settlement_by_staff_is_in_cash_or_from_an_account_of_the_borrower(
    loan, make_loan, loan_account, signed_in, cashier, twelve_percent, member
):
    cashier_client, other = signed_in(cashier), make_loan("active", amount=500_00, months=2, product=twelve_percent)
    body = post_loan_action(cashier_client, loan.pk, "settle", {"from_account": loan_account}).json()
    assert (body["status"], body["transaction"]["from_account"]) == ("repaid", loan_account)
    body = post_loan_action(cashier_client, other.pk, "settle").json()
    assert (body["status"], body["transaction"]["from_account"]) == ("repaid", None)
    assert is_consistent()


def test_settlement_that_is_refused_changes_nothing(settings, loan, other_member, signed_in, cashier, member):
    settings.CASHIER_LIMIT = "500"
    foreign, before = open_funded_account(other_member, cashier, 9), row_counts()[:2]
    cashier_client = signed_in(cashier)
    assert status_and_code(post_loan_action(cashier_client, loan.pk, "settle")) == (422, "limit_exceeded")
    body = {"from_account": foreign}
    assert status_and_code(post_loan_action(cashier_client, loan.pk, "settle", body)) == (404, "not_found")
    poor = {"from_account": open_funded_account(member, cashier)}
    assert status_and_code(post_loan_action(signed_in(member), loan.pk, "settle", poor)) == (422, "insufficient_funds")
    response = post_loan_action(signed_in(member), loan.pk, "settle", {"amount": "1.00"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["amount"])
    path = f"/api/loans/{loan.pk}/settle/"
    assert status_and_code(signed_in(member).post(path)) == (400, "idempotency_key_required")
    assert row_counts()[:2] == before
    assert get_loan(signed_in(member), loan)["status"] == "active"


def test_repeated_settlement_with_the_same_key_is_replayed(loan, signed_in, member):
    member_client = signed_in(member)
    first, second = (post_loan_action(member_client, loan.pk, "settle", key="s") for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)


def test_last_instalment_paid_a_day_early_pays_the_payoff_amount(clock, twelve_percent, make_loan, signed_in, cashier):
    clock.move_to("2024-01-01T09:00:00Z")
    loan = make_loan("active", amount=1_000_00, months=1, product=twelve_percent)
    move_to(clock, "2024-01-30")
    cashier_client = signed_in(cashier)
    assert get_loan(cashier_client, loan)["next_due"]["amount"] == "1010.00"
    response = repay_loan_over_http(cashier_client, loan, "1010.01")
    assert (response.status_code, response.json()["details"]) == (422, {"settlement_amount": "1009.67"})
    body = repay_loan_over_http(cashier_client, loan, "1010.00").json()
    assert (body["status"], body["transaction"]["amount"]) == ("repaid", "1009.67")
    assert is_consistent()


def test_payments_say_what_each_amount_went_to(clock, make_loan, signed_in, member, cashier, manager):
    clock.move_to("2024-01-01T09:00:00Z")
    terms = {"late_fee": 5_00, "late_fee_after_days": 10, "disbursement_fee": 12_00, "rate_millionths": 12_000_000}
    loan = make_loan("active", amount=1_200_00, months=12, product=create_product(name="Fees", **terms))
    move_to(clock, "2024-02-12")
    post_repayment(loan, 60_00, cashier)
    wrong = post_repayment(loan, 1_00, cashier)
    reverse(signed_in(manager), wrong.pk)
    move_to(clock, "2024-07-02")
    settled = post_loan_action(signed_in(cashier), loan.pk, "settle").json()["transaction"]

    page = signed_in(member).get(f"/api/loans/{loan.pk}/payments/").json()

    assert (page["next"], page["previous"]) == (None, None)
    last, first = page["results"]
    assert first == {
        "transaction": first["transaction"], "amount": "60.00", "principal": "43.00", "interest": "12.00",
        "fees": "0.00", "penalties": "5.00", "booked_at": "2024-02-12T09:00:00.000000Z",
    }  # fmt: skip
    assert (last["transaction"], last["amount"]) == (settled["id"], settled["amount"])
    assert (last["principal"], last["penalties"]) == ("1157.00", "20.00")  # of March to June
    assert last["fees"] == "-6.00"  # 183 of 366 days
    assert is_consistent()


def test_fees_and_penalties_have_income_accounts_of_their_own(clock, make_loan, signed_in, cashier):
    clock.move_to("2024-01-01T09:00:00Z")
    terms = {"late_fee": 5_00, "late_fee_after_days": 10, "disbursement_fee": 12_00, "rate_millionths": 12_000_000}
    loan = make_loan("active", amount=1_200_00, months=12, product=create_product(name="Fees", **terms))
    move_to(clock, "2024-02-12")
    settled = post_loan_action(signed_in(cashier), loan.pk, "settle").json()["transaction"]
    kinds = [(kind, side, amount) for kind, side, amount, *_ in entries_of_transaction(settled["id"])]
    assert kinds[1:] == [
        ("loans_receivable", "credit", 1200_00),
        ("interest_income", "credit", 16_40),  # a month, and eleven days
        ("penalty_income", "credit", 5_00),
        ("fee_income", "debit", 10_62),  # 324 of 366 days
    ]
    assert is_consistent()


def test_reversed_fee_is_not_refunded_and_is_reversed_before_the_disbursement(
    make_loan, signed_in, manager, member, cashier, loan_account
):
    loan = make_loan("active", product=create_product(name="With a fee", disbursement_fee=10_00))
    manager_client = signed_in(manager)
    assert get_loan(manager_client, loan)["settlement_amount"] == "990.00"
    response = reverse(manager_client, loan.disbursement_id)
    assert response.json() == {"error": "Reverse the fee of this loan first.", "code": "not_reversible"}
    assert reverse(manager_client, loan.fee_id).status_code == 201
    assert get_loan(manager_client, loan)["settlement_amount"] == "1000.00"
    assert reverse(manager_client, loan.disbursement_id).status_code == 201
    assert balance_of(manager_client, loan_account) == "0.00"
    assert is_consistent()


def test_fee_of_a_repaid_loan_cannot_be_reversed(make_loan, signed_in, manager, cashier):
    loan = make_loan("active", product=create_product(name="With a fee", disbursement_fee=10_00))
    post_loan_action(signed_in(cashier), loan.pk, "settle")
    assert status_and_code(reverse(signed_in(manager), loan.fee_id)) == (422, "not_reversible")


def test_payment_reversed_after_the_payoff_leaves_exactly_what_is_owed(make_loan, signed_in, manager, cashier):
    product = create_product(name="Grace", rate_millionths=12_000_000, principal_grace_months=1, min_term_months=2)
    loan = make_loan("active", amount=3_000_00, months=6, product=product)
    first = post_repayment(loan, 30_00, cashier)
    manager_client = signed_in(manager)
    assert post_loan_action(manager_client, loan.pk, "settle").json()["transaction"]["amount"] == "2970.00"
    assert reverse(manager_client, first.pk).status_code == 201
    body = get_loan(manager_client, loan)
    assert (body["status"], body["outstanding_principal"], body["interest_paid"]) == ("active", "30.00", "0.00")
    assert (loans_receivable(), interest_income()) == (30_00, 0)
    assert post_loan_action(manager_client, loan.pk, "write-off", {"reason": "small"}).status_code == 201
    assert is_consistent()
