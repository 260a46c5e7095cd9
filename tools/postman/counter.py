"""Steps at the counter that cashiers and managers share: a new member, an account, cash."""

from tools.postman.step import Step


def enrol() -> Step:
    """Enrols a new member, so that a run does not depend on earlier runs."""
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
    """Opens an account for the member just enrolled."""
    return Step(
        name=f"Open a {kind} account",
        operation="open_account",
        status=201,
        body={"owner": "{{member_id}}", "type": kind, "name": "Holidays"},
        expect={"owner.id": "{{member_id}}", "type": kind, "status": "active", "balance": "0.00"},
        keep={variable: "number"},
    )


def deposit(amount: str) -> Step:
    """Deposits cash into `account`; `deposit_key` keeps the key for a repeat."""
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
    """Reads the account in `variable` and compares its balance."""
    return Step(
        name=f"The balance is {amount}",
        operation="get_account",
        path={"number": f"{{{{{variable}}}}}"},
        expect={"balance": amount, "available_balance": amount},
    )
