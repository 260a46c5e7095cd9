"""Walks the API with the client that openapi-python-client generates: `python walk.py http://localhost:8000`.

It signs in as members of the demo bank, lists accounts, transfers money, meets an error, and reads a PDF and a CSV.
"""

import sys
from uuid import uuid4

from bank_portal_client import AuthenticatedClient, Client
from bank_portal_client.api.accounts import get_statement_csv, get_statement_pdf, list_accounts
from bank_portal_client.api.loans import list_loans
from bank_portal_client.api.transactions import get_receipt_pdf, transfer
from bank_portal_client.api.users import sign_in
from bank_portal_client.models import (
    AccountPage,
    LoanPage,
    LoginRequest,
    SignedIn,
    Transaction,
    TransferError,
    TransferErrorCode,
    TransferRequest,
)
from bank_portal_client.types import File, Unset

PASSWORD = "demo-pass-2026"


def signed_in(url: str, email: str) -> AuthenticatedClient:
    """A client with the access token of a new session."""
    with Client(base_url=url) as client:
        body = LoginRequest(email=email, password=PASSWORD, bind_browser=False)
        answer = sign_in.sync(client=client, body=body)
    if not isinstance(answer, SignedIn) or isinstance(answer.access, Unset):
        raise SystemExit(f"sign-in: {answer}")
    return AuthenticatedClient(base_url=url, token=answer.access)


def first_account(client: AuthenticatedClient) -> str:
    """The number of the first account in the list."""
    page = list_accounts.sync(client=client)
    if not isinstance(page, AccountPage):
        raise SystemExit(f"list: {page}")
    print("list", [(account.number, account.balance) for account in page.results])
    return page.results[0].number


def pay(client: AuthenticatedClient, body: TransferRequest) -> Transaction:
    """Transfers twice under one key; the second response is the stored one."""
    key = str(uuid4())
    first, second = (transfer.sync_detailed(client=client, body=body, idempotency_key=key) for _ in range(2))
    if not isinstance(first.parsed, Transaction) or first.parsed != second.parsed:
        raise SystemExit(f"transfer: {first} {second}")
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    print("transfer", first.parsed.id, first.parsed.amount, first.headers["X-Request-Id"])
    return first.parsed


def fail(client: AuthenticatedClient, body: TransferRequest) -> None:
    """Meets a banking rule: the code is an enum of this operation, the details have the figure."""
    error = transfer.sync(client=client, body=body, idempotency_key=str(uuid4()))
    if not isinstance(error, TransferError) or isinstance(error.details, Unset):
        raise SystemExit(f"error: {error}")
    assert error.code is TransferErrorCode.INSUFFICIENT_FUNDS
    print("error", error.code, error.details["available"])


def read(client: AuthenticatedClient, number: str, transaction_id: int) -> None:
    """Reads files: bytes of a PDF, text of a CSV."""
    for pdf in (
        get_statement_pdf.sync(number, client=client),
        get_receipt_pdf.sync(transaction_id, client=client),
    ):
        if not isinstance(pdf, File):
            raise SystemExit(f"pdf: {pdf}")
        content = pdf.payload.read()
        assert content.startswith(b"%PDF-")
        print("pdf", len(content), "bytes")
    text = get_statement_csv.sync(number, client=client)
    if not isinstance(text, str):
        raise SystemExit(f"csv: {text}")
    assert "debit,credit" in text
    print("csv", len(text.splitlines()), "lines")


def main(url: str) -> None:
    """The walk."""
    with signed_in(url, "member@example.com") as client, signed_in(url, "member2@example.com") as other:
        number, payee = first_account(client), first_account(other)
        paid = pay(client, TransferRequest(from_account=number, to_account=payee, amount="1.00"))
        fail(client, TransferRequest(from_account=number, to_account=payee, amount="9000.00"))
        read(client, number, paid.id)
        loans = list_loans.sync(client=client)
        assert isinstance(loans, LoanPage)  # some owe nothing: their `next_due` is null
        print("loans", [loan.next_due and loan.next_due.amount for loan in loans.results])


main(sys.argv[1])
