"""Concurrent requests for one loan: one decision, one disbursement, one payoff; the ledger and the loan agree."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from loans.domain.day_count import add_months
from tests.api_payments import reverse
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank, cents
from tests.concurrency.concurrency_helpers import count_outcomes, run_concurrently
from tests.loan_factories import PRODUCT
from tests.loans.loan_helpers import post_loan_action

ROUNDS = 10


class LendingBank(Bank):
    """A bank with a loan product and a signed-in borrower."""

    def __init__(self, server):
        super().__init__(server)
        email, self.borrower_id = self.add_person()
        self.borrower = self.tabs(email, 1)[0]
        self.number = self.open(self.borrower_id)
        self.product = self.ok_json(self.manager.post("/api/loans/products/", PRODUCT | {"name": self.name}))["id"]

    def create_loan(self, status="active"):
        """Creates a loan of 1,000.00 in this state; returns its id."""
        body = {"product": self.product, "amount": "1000", "term_months": 10, "purpose": "x", "account": self.number}
        loan_id = self.ok_json(self.borrower.post("/api/loans/", body))["id"]
        if status != "applied":
            self.ok_json(post_loan_action(self.manager, loan_id, "approve"))
        if status == "active":
            self.ok_json(post_loan_action(self.cashier, loan_id, "disburse"))
        return loan_id

    def create_late_loan(self):
        """Creates a loan whose first three instalments are more than ten days late, with a fee for each."""
        self.ok_json(
            self.manager.patch(f"/api/loans/products/{self.product}/", {"late_fee": "5.00", "late_fee_after_days": 10})
        )
        loan_id = self.create_loan()
        # As if it had been disbursed 105 days ago.
        days_ago = datetime.now(UTC).date() - timedelta(days=105)
        self.server.sql("UPDATE loans SET disbursed_on = %s WHERE id = %s", str(days_ago), loan_id)
        for number in range(1, 11):
            due = str(add_months(days_ago, number))
            self.server.sql(
                "UPDATE loan_instalments SET due_date = %s WHERE loan_id = %s AND number = %s", due, loan_id, number
            )
        return loan_id

    def ok_json(self, response):
        assert response.status_code < 300, response.content
        return response.json()

    def loan(self, loan_id):
        return self.ok_json(self.manager.get(f"/api/loans/{loan_id}/"))

    def receivable_difference(self):
        """Loans receivable in the ledger minus the principal owed on active loans, in minor units."""
        debit = "SUM(CASE WHEN e.direction = 'debit' THEN e.amount ELSE -e.amount END)"
        of = "FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.code = 'loans_receivable'"
        owed = "SELECT SUM(amount - principal_paid) FROM loans WHERE status = 'active'"
        (held,), (left,) = (self.server.sql(statement)[0] for statement in (f"SELECT {debit} {of}", owed))
        return int(held or 0) - int(left or 0)

    def open_loan_count_difference(self):
        """The number of active loans that the account's row states minus the number that exist."""
        counted = self.server.sql("SELECT kept_open_by FROM accounts WHERE number = %s", self.number)[0][0]
        active_loans = "SELECT COUNT(*) FROM loans WHERE borrower_id = %s AND status = 'active'"
        return counted - self.server.sql(active_loans, self.borrower_id)[0][0]


@pytest.fixture
def bank(server):
    return LendingBank(server)


def test_concurrent_decisions_of_two_managers_decide_the_loan_once(bank):
    tabs = bank.tabs(MANAGER, 4) + bank.tabs(bank.add_person("manager")[0], 4)
    for _ in range(ROUNDS):
        loan_id = bank.create_loan("applied")
        decisions = [("approve", {})] * 4 + [("reject", {"reason": "x"})] * 4

        responses = run_concurrently(
            *(partial(post_loan_action, tab, loan_id, *decision) for tab, decision in zip(tabs, decisions, strict=True))
        )

        assert count_outcomes(responses) == {"200": 1, "409 already_decided": 7}
        (decided,) = (response.json()["status"] for response in responses if response.status_code == 200)
        assert bank.loan(loan_id)["status"] == decided


def test_20_concurrent_applications_for_two_accounts_leave_five_open(bank):
    common_fields = {"product": bank.product, "amount": "1000", "term_months": 10, "purpose": "x"}
    for _ in range(ROUNDS // 2):
        email, user_id = bank.add_person()
        accounts, tabs = [bank.open(user_id) for _ in range(2)], bank.tabs(email, 20)
        bodies = [common_fields | {"account": accounts[number % 2]} for number in range(len(tabs))]

        responses = run_concurrently(
            *(partial(tab.post, "/api/loans/", body) for tab, body in zip(tabs, bodies, strict=True))
        )

        assert count_outcomes(responses) == {"201": 5, "422 limit_exceeded": 15}


def test_10_concurrent_disbursements_pay_the_loan_out_once(bank):
    loan_id = bank.create_loan("approved")

    responses = run_concurrently(
        *(partial(post_loan_action, tab, loan_id, "disburse") for tab in bank.tabs(CASHIER, 10))
    )

    assert count_outcomes(responses) == {"201": 1, "409 already_decided": 9}
    assert bank.balance(bank.number) == "1000.00"
    assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_20_concurrent_payoffs_settle_the_loan_once(bank):
    loan_id = bank.create_loan()
    payoff = {"amount": bank.loan(loan_id)["settlement_amount"]}

    responses = run_concurrently(
        *(partial(post_loan_action, tab, loan_id, "repay", payoff) for tab in bank.tabs(CASHIER, 20))
    )

    assert count_outcomes(responses) == {"201": 1, "422 loan_not_active": 19}
    assert bank.loan(loan_id)["status"] == "repaid"
    assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_two_concurrent_prepayments_pay_interest_and_the_current_instalment_once(bank):
    for _ in range(ROUNDS):
        loan_id = bank.create_loan()

        responses = run_concurrently(
            *(partial(post_loan_action, tab, loan_id, "repay", {"amount": "400.00"}) for tab in bank.tabs(CASHIER, 2))
        )

        # On the day of the disbursement both pay principal; the second sees what the first has left.
        assert count_outcomes(responses) == {"201": 2}
        assert sorted(response.json()["outstanding_principal"] for response in responses) == ["200.00", "600.00"]
        loan = bank.loan(loan_id)
        assert (loan["principal_paid"], loan["settlement_amount"]) == ("800.00", "200.00")
        assert loan["next_due"]["number"] == 2
        assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_prepayment_beside_the_reversal_of_a_payment_leaves_what_neither_pays(bank):
    cashier_tab, manager_tab = bank.tabs(CASHIER, 1)[0], bank.tabs(MANAGER, 1)[0]
    for _ in range(ROUNDS):
        loan_id = bank.create_loan()
        paid = bank.ok_json(post_loan_action(bank.cashier, loan_id, "repay", {"amount": "300.00"}))

        responses = run_concurrently(
            partial(post_loan_action, cashier_tab, loan_id, "repay", {"amount": "500.00"}),
            partial(reverse, manager_tab, paid["transaction"]["id"]),
        )

        assert count_outcomes(responses) == {"201": 2}
        loan = bank.loan(loan_id)
        assert (loan["outstanding_principal"], loan["settlement_amount"]) == ("500.00", "500.00")
        assert len(bank.ok_json(bank.manager.get(f"/api/loans/{loan_id}/payments/"))["results"]) == 1
        assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_concurrent_settlements_of_a_loan_with_a_late_fee_pay_the_fee_once(bank):
    for _ in range(ROUNDS // 2):
        loan_id = bank.create_late_loan()
        owed = bank.ok_json(bank.manager.get(f"/api/loans/{loan_id}/payoff/"))
        assert owed["penalties"] == "15.00"  # of three instalments
        settle = [partial(post_loan_action, tab, loan_id, "settle") for tab in bank.tabs(CASHIER, 4)]
        pay_fees = [
            partial(post_loan_action, tab, loan_id, "repay", {"amount": "20.00"}) for tab in bank.tabs(MANAGER, 2)
        ]

        responses = run_concurrently(*settle, *pay_fees)

        assert count_outcomes(responses[:4]) == {"201": 1, "422 loan_not_active": 3}
        assert set(count_outcomes(responses[4:])) <= {"201", "422 loan_not_active"}
        payments = bank.ok_json(bank.manager.get(f"/api/loans/{loan_id}/payments/"))["results"]
        assert sum(cents(payment["penalties"]) for payment in payments) == 15_00
        assert sum(cents(payment["amount"]) for payment in payments) == cents(owed["total"])
        assert bank.loan(loan_id)["status"] == "repaid"
    assert bank.is_consistent()


def test_concurrent_payments_of_the_last_instalment_pay_it_once(bank):
    for _ in range(ROUNDS // 2):
        loan_id = bank.create_loan()
        bank.ok_json(post_loan_action(bank.cashier, loan_id, "repay", {"amount": "950.00"}))
        due = bank.loan(loan_id)["next_due"]["amount"]
        assert cents(due) > 50_00  # with interest that has not accrued yet: it pays the payoff
        pay = [partial(post_loan_action, tab, loan_id, "repay", {"amount": due}) for tab in bank.tabs(CASHIER, 4)]
        settle = [partial(post_loan_action, tab, loan_id, "settle") for tab in bank.tabs(MANAGER, 2)]
        member = partial(post_loan_action, bank.borrower, loan_id, "repay", {"amount": due})

        responses = run_concurrently(*pay, *settle, member)

        assert count_outcomes(responses) == {"201": 1, "422 loan_not_active": 6}
        payments = bank.ok_json(bank.manager.get(f"/api/loans/{loan_id}/payments/"))["results"]
        assert sorted(payment["amount"] for payment in payments) == ["50.00", "950.00"]
        assert bank.loan(loan_id)["status"] == "repaid"
        assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_20_concurrent_partial_repayments_are_all_counted(bank):
    loan_id = bank.create_loan()

    responses = run_concurrently(
        *(partial(post_loan_action, tab, loan_id, "repay", {"amount": "25.00"}) for tab in bank.tabs(CASHIER, 20))
    )

    assert count_outcomes(responses) == {"201": 20}
    loan = bank.loan(loan_id)
    assert cents(loan["principal_paid"]) + cents(loan["interest_paid"]) == 500_00
    assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_receivable_equals_principal_owed_after_concurrent_repayments_reversals_and_write_offs(bank):
    tabs, cashier_tabs = bank.tabs(MANAGER, 6), bank.tabs(CASHIER, 8)
    for _ in range(ROUNDS // 2):
        loan_id = bank.create_loan()
        repayment_ids = [
            bank.ok_json(post_loan_action(bank.cashier, loan_id, "repay", {"amount": "150.00"}))["transaction"]["id"]
            for _ in range(2)
        ]
        repayments = [partial(post_loan_action, tab, loan_id, "repay", {"amount": "30.00"}) for tab in cashier_tabs]
        reversals = [partial(reverse, tab, number) for tab, number in zip(tabs, repayment_ids, strict=False)]
        write_offs = [partial(post_loan_action, tab, loan_id, "write-off", {"reason": "x"}) for tab in tabs[2:]]

        responses = run_concurrently(*repayments, *reversals, *write_offs)

        outcomes = count_outcomes(responses)
        assert set(outcomes) <= {"201", "422 loan_not_active", "422 not_reversible"}
        assert count_outcomes(responses[-len(write_offs) :]) == {"201": 1, "422 loan_not_active": len(write_offs) - 1}
        assert bank.loan(loan_id)["status"] == "written_off"
        assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()


def test_receivable_equals_principal_owed_after_concurrent_payoff_reversals_and_repayments(bank):
    cashier_tabs, manager_tabs = bank.tabs(CASHIER, 6), bank.tabs(MANAGER, 2)
    for _ in range(ROUNDS // 2):
        loan_id = bank.create_loan()
        payoff = {"amount": bank.loan(loan_id)["settlement_amount"]}
        payoff_id = bank.ok_json(post_loan_action(bank.cashier, loan_id, "repay", payoff))["transaction"]["id"]
        repayments = [partial(post_loan_action, tab, loan_id, "repay", {"amount": "10.00"}) for tab in cashier_tabs]

        responses = run_concurrently(*(partial(reverse, tab, payoff_id) for tab in manager_tabs), *repayments)

        assert count_outcomes(responses[:2]) == {"201": 1, "409 already_reversed": 1}
        assert set(count_outcomes(responses[2:])) <= {"201", "422 loan_not_active"}
        assert bank.loan(loan_id)["status"] == "active"
        assert (bank.receivable_difference(), bank.open_loan_count_difference()) == (0, 0)
    assert bank.is_consistent()
