"""A cashier's day: a new member, deposits and withdrawals, a transfer, the statement, the till."""

from tools.postman.counter import balance_is, deposit, enrol, open_account
from tools.postman.signing_in import sign_in, sign_out
from tools.postman.step import Step, refused

CASH = {"account": "{{account}}", "description": "At the counter"}

VAULT = {"amount": "100.00", "account": "bank", "description": "From the bank"}

STEPS = [
    sign_in("cashier"),
    Step(
        name="The till in the morning",
        operation="get_dashboard",
        expect={"role": "cashier"},
        keep={"till_before": "till.balance"},
    ),
    enrol(),
    open_account("savings", "account"),
    open_account("current", "second_account"),
    deposit("500.00"),
    Step(
        name="The same deposit again, with the same key",
        operation="deposit",
        status=201,
        headers={"Idempotency-Key": "{{deposit_key}}"},
        body={"account": "{{account}}", "amount": "500.00", "description": "Jar of coins"},
        expect={"id": "{{transaction_id}}", "amount": "500.00"},
        expect_headers={"Idempotent-Replayed": "true"},
    ),
    balance_is("500.00"),
    refused(
        "The key for another amount",
        "deposit",
        422,
        "idempotency_key_reused",
        headers={"Idempotency-Key": "{{deposit_key}}"},
        body={"account": "{{account}}", "amount": "500.01", "description": "Jar of coins"},
    ),
    Step(
        name="Withdraw cash",
        operation="withdraw",
        status=201,
        body={**CASH, "amount": "120.50"},
        expect={"kind": "withdrawal", "amount": "120.50", "from_account": "{{account}}", "to_account": None},
    ),
    refused("More than there is", "withdraw", 422, "insufficient_funds", body={**CASH, "amount": "379.51"}),
    Step(
        name="Transfer to the other account",
        operation="transfer",
        status=201,
        body={"from_account": "{{account}}", "to_account": "{{second_account}}", "amount": "79.50"},
        expect={
            "kind": "transfer",
            "amount": "79.50",
            "from_account": "{{account}}",
            "to_account": "{{second_account}}",
        },
    ),
    balance_is("79.50", "second_account"),
    Step(
        name="The entries of the account",
        operation="list_entries",
        expect={
            "results[0].kind": "transfer",
            "results[0].direction": "debit",
            "results[0].balance_after": "300.00",
            "results[0].counterparty": "{{second_account}}",
            "results[1].kind": "withdrawal",
            "results[1].balance_after": "379.50",
            "results[2].kind": "deposit",
            "results[2].direction": "credit",
            "results[2].balance_after": "500.00",
        },
        checks={"the repeat has posted nothing": "pm.expect(answer.results).to.have.lengthOf(3)"},
    ),
    Step(
        name="The statement of the account",
        operation="get_statement",
        expect={
            "account.number": "{{account}}",
            "opening_balance": "0.00",
            "total_credits": "500.00",
            "total_debits": "200.00",
            "closing_balance": "300.00",
        },
        checks={"every entry is on it": "pm.expect(answer.entries).to.have.lengthOf(3)"},
    ),
    Step(
        name="The till in the evening",
        operation="get_dashboard",
        expect={"role": "cashier", "latest[0].kind": "transfer", "latest[0].amount": "79.50"},
        checks={
            "the till has what came in less what went out": (
                "pm.expect((answer.till.balance - pm.variables.get('till_before')).toFixed(2)).to.eql('379.50')"
            ),
        },
        keep={"till_after": "till.balance"},
    ),
    Step(
        name="Count the till",
        operation="count_till",
        status=201,
        path={"cashier_id": "{{cashier_user_id}}"},
        body={"counted": "{{till_after}}"},
        expect={"expected": "{{till_after}}", "counted": "{{till_after}}", "difference": "0.00"},
    ),
    refused("The vault is for managers", "receive_cash", 403, "permission_denied", body=VAULT),
    sign_out("cashier"),
]
