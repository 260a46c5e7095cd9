"""Steps at the counter that cashiers and managers share: a new member, an account, cash."""

from tools.postman.step import Step


def enrol() -> Step:
    """A member nobody has seen before, so that every run finds the same bank."""
    return Step(
        name="Enrol a member",
        operation="invite_person",
        status=201,
        fresh=("newcomer",),
        body={"email": "{{newcomer}}@example.com", "full_name": "Nora Newcomer", "role": "member"},
        expect={"email": "{{newcomer}}@example.com", "role": "member", "is_active": True},
        keep={"member_id": "id"},
    )


def open_account(kind: str, variable: str) -> Step:
    """For the member just enrolled."""
    return Step(
        name=f"Open a {kind} account",
        operation="open_account",
        status=201,
        body={"owner": "{{member_id}}", "type": kind, "name": "Holidays"},
        expect={"owner.id": "{{member_id}}", "type": kind, "status": "active", "balance": "0.00"},
        keep={variable: "number"},
    )


def deposit(amount: str) -> Step:
    """Cash on `account`; its key stays in `deposit_key` for a repeat."""
    return Step(
        name="Deposit cash",
        operation="deposit",
        status=201,
        fresh=("deposit_key",),
        headers={"Idempotency-Key": "{{deposit_key}}"},
        body={"account": "{{account}}", "amount": amount, "description": "Jar of coins"},
        expect={"kind": "deposit", "status": "posted", "amount": amount, "to_account": "{{account}}"},
        keep={"transaction_id": "id"},
    )


def balance_is(amount: str, variable: str = "account") -> Step:
    """Asks the bank for the account in `variable`."""
    return Step(
        name=f"The balance is {amount}",
        operation="get_account",
        path={"number": f"{{{{{variable}}}}}"},
        expect={"balance": amount, "available_balance": amount},
    )
