"""Many at the same loan at once: decided once, paid out once, settled once, and the ledger's claim is what is owed."""

from functools import partial

import pytest

from tests.api_payments import reverse
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank, cents
from tests.concurrency.concurrency_helpers import count_outcomes, run_concurrently
from tests.loan_factories import PRODUCT
from tests.loans.loan_helpers import post_loan_action

ROUNDS = 10


class LendingBank(Bank):
    """A bank with a borrower, signed in, and a product."""

    def __init__(self, server):
        super().__init__(server)
        email, self.borrower_id = self.add_person()
        self.borrower = self.tabs(email, 1)[0]
        self.number = self.open(self.borrower_id)
        self.product = self.made(self.manager.post("/api/loans/products/", PRODUCT | {"name": self.name}))["id"]

    def lent(self, status="active"):
        """The id of a new loan of 1,000.00."""
        asked = {"product": self.product, "amount": "1000", "term_months": 10, "purpose": "x", "account": self.number}
        loan_id = self.made(self.borrower.post("/api/loans/", asked))["id"]
        if status != "applied":
            self.made(post_loan_action(self.manager, loan_id, "approve"))
        if status == "active":
            self.made(post_loan_action(self.cashier, loan_id, "disburse"))
        return loan_id

    def made(self, response):
        assert response.status_code < 300, response.content
        return response.json()

    def loan(self, loan_id):
        return self.made(self.manager.get(f"/api/loans/{loan_id}/"))

    def claim(self):
        """What the ledger holds against borrowers, less what they owe, in minor units: nothing."""
        debit = "SUM(CASE WHEN e.direction = 'debit' THEN e.amount ELSE -e.amount END)"
        of = "FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.code = 'loans_receivable'"
        owed = "SELECT SUM(amount - principal_paid) FROM loans WHERE status = 'active'"
        (held,), (left,) = (self.server.sql(statement)[0] for statement in (f"SELECT {debit} {of}", owed))
        return int(held or 0) - int(left or 0)

    def open_loan_count(self):
        """How many running loans the account counts, less how many there are."""
        counted = self.server.sql("SELECT kept_open_by FROM accounts WHERE number = %s", self.number)[0][0]
        running = "SELECT COUNT(*) FROM loans WHERE borrower_id = %s AND status = 'active'"
        return counted - self.server.sql(running, self.borrower_id)[0][0]


@pytest.fixture
def bank(server):
    return LendingBank(server)


def test_of_two_managers_who_decide_at_once_one_is_right(bank):
    tabs = bank.tabs(MANAGER, 4) + bank.tabs(bank.add_person("manager")[0], 4)
    for _ in range(ROUNDS):
        loan_id = bank.lent("applied")
        verbs = [("approve", {})] * 4 + [("reject", {"reason": "x"})] * 4

        responses = run_concurrently(
            *(partial(post_loan_action, tab, loan_id, *verb) for tab, verb in zip(tabs, verbs, strict=True))
        )

        assert count_outcomes(responses) == {"200": 1, "409 already_decided": 7}
        (decided,) = (response.json()["status"] for response in responses if response.status_code == 200)
        assert bank.loan(loan_id)["status"] == decided


def test_of_20_applications_at_once_for_two_accounts_five_are_open(bank):
    asked = {"product": bank.product, "amount": "1000", "term_months": 10, "purpose": "x"}
    for _ in range(ROUNDS // 2):
        email, user_id = bank.add_person()
        accounts, tabs = [bank.open(user_id) for _ in range(2)], bank.tabs(email, 20)
        bodies = [asked | {"account": accounts[number % 2]} for number in range(len(tabs))]

        responses = run_concurrently(
            *(partial(tab.post, "/api/loans/", body) for tab, body in zip(tabs, bodies, strict=True))
        )

        assert count_outcomes(responses) == {"201": 5, "422 limit_exceeded": 15}


def test_of_10_disbursements_of_one_loan_one_is_made(bank):
    loan_id = bank.lent("approved")

    responses = run_concurrently(
        *(partial(post_loan_action, tab, loan_id, "disburse") for tab in bank.tabs(CASHIER, 10))
    )

    assert count_outcomes(responses) == {"201": 1, "409 already_decided": 9}
    assert bank.balance(bank.number) == "1000.00"
    assert (bank.claim(), bank.open_loan_count()) == (0, 0)
    assert bank.is_whole()


def test_of_20_repayments_that_settle_one_loan_one_is_made(bank):
    loan_id = bank.lent()
    settle = {"amount": bank.loan(loan_id)["settlement_amount"]}

    responses = run_concurrently(
        *(partial(post_loan_action, tab, loan_id, "repay", settle) for tab in bank.tabs(CASHIER, 20))
    )

    assert count_outcomes(responses) == {"201": 1, "422 loan_not_active": 19}
    assert bank.loan(loan_id)["status"] == "repaid"
    assert (bank.claim(), bank.open_loan_count()) == (0, 0)
    assert bank.is_whole()


def test_20_parts_at_once_are_each_counted(bank):
    loan_id = bank.lent()

    responses = run_concurrently(
        *(partial(post_loan_action, tab, loan_id, "repay", {"amount": "25.00"}) for tab in bank.tabs(CASHIER, 20))
    )

    assert count_outcomes(responses) == {"201": 20}
    loan = bank.loan(loan_id)
    assert cents(loan["principal_paid"]) + cents(loan["interest_paid"]) == 500_00
    assert (bank.claim(), bank.open_loan_count()) == (0, 0)
    assert bank.is_whole()


def test_repayments_race_with_a_reversal_and_a_write_off_and_the_claim_stays_what_is_owed(bank):
    tabs, desks = bank.tabs(MANAGER, 6), bank.tabs(CASHIER, 8)
    for _ in range(ROUNDS // 2):
        loan_id = bank.lent()
        paid = [
            bank.made(post_loan_action(bank.cashier, loan_id, "repay", {"amount": "150.00"}))["transaction"]["id"]
            for _ in range(2)
        ]
        parts = [partial(post_loan_action, tab, loan_id, "repay", {"amount": "30.00"}) for tab in desks]
        back = [partial(reverse, tab, number) for tab, number in zip(tabs, paid, strict=False)]
        lost = [partial(post_loan_action, tab, loan_id, "write-off", {"reason": "x"}) for tab in tabs[2:]]

        responses = run_concurrently(*parts, *back, *lost)

        kinds = count_outcomes(responses)
        assert set(kinds) <= {"201", "422 loan_not_active", "422 not_reversible"}
        assert count_outcomes(responses[-len(lost) :]) == {"201": 1, "422 loan_not_active": len(lost) - 1}
        assert bank.loan(loan_id)["status"] == "written_off"
        assert (bank.claim(), bank.open_loan_count()) == (0, 0)
    assert bank.is_whole()


def test_reversals_of_the_settling_payment_and_new_ones_at_once_leave_the_loan_in_step(bank):
    desks, office = bank.tabs(CASHIER, 6), bank.tabs(MANAGER, 2)
    for _ in range(ROUNDS // 2):
        loan_id = bank.lent()
        settle = {"amount": bank.loan(loan_id)["settlement_amount"]}
        settling = bank.made(post_loan_action(bank.cashier, loan_id, "repay", settle))["transaction"]["id"]
        parts = [partial(post_loan_action, tab, loan_id, "repay", {"amount": "10.00"}) for tab in desks]

        responses = run_concurrently(*(partial(reverse, tab, settling) for tab in office), *parts)

        assert count_outcomes(responses[:2]) == {"201": 1, "409 already_reversed": 1}
        assert set(count_outcomes(responses[2:])) <= {"201", "422 loan_not_active"}
        assert bank.loan(loan_id)["status"] == "active"
        assert (bank.claim(), bank.open_loan_count()) == (0, 0)
    assert bank.is_whole()
