"""Receipts of transactions as JSON and PDF: facts, names, visibility and limits."""

import re

import pytest

from audit.models import AuditEvent
from tests.api_payments import deposit, reverse, transfer, withdraw
from tests.contract.error_assertions import assert_error
from tests.loan_factories import create_loan
from tests.rate_limit_settings import set_rates
from tests.transactions.pdf_text import grouped, pages_of
from users.models import User

pytestmark = pytest.mark.usefixtures("uncompressed_pages")

NOT_FOUND = (404, b'{"error":"Not found.","code":"not_found"}')


def receipt_path(transaction_id):
    return f"/api/transactions/{transaction_id}/receipt/"


def get_receipt(browser, transaction_id):
    response = browser.get(receipt_path(transaction_id))
    assert response.status_code == 200, response.content
    return response.json()


def get_text(response):
    """The text of the one page, as one line."""
    assert response.status_code == 200, response.content
    (page,) = pages_of(response.content)
    return " ".join(page)


@pytest.fixture
def transfer_id(clock, member_client, funded_account, other_account):
    posted = transfer(member_client, funded_account, other_account, "12.50", description="Rent March")
    assert posted.status_code == 201
    return posted.json()["id"]


def test_receipt_has_the_facts_of_the_transaction(settings, transfer_id, member_client, funded_account, other_account):
    settings.BANK_NAME = "The Bank"

    assert get_receipt(member_client, transfer_id) == {
        "transaction": transfer_id,
        "bank_name": "The Bank",
        "kind": "transfer",
        "status": "posted",
        "amount": "12.50",
        "currency": "USD",
        "description": "Rent March",
        "from_account": {"number": funded_account, "name": "Maria Member"},
        "to_account": {"number": other_account, "name": "Matthew M."},
        "booked_at": "2026-03-01T12:00:00.000000Z",
        "value_date": "2026-03-01",
        "reverses": None,
        "reversed_by": None,
        "issued_on": "2026-03-01",
    }


def test_receipt_names_are_masked_for_the_other_member_and_full_for_staff(
    transfer_id, signed_in, other_member, cashier_client, manager_client
):
    def names(browser):
        body = get_receipt(browser, transfer_id)
        return body["from_account"]["name"], body["to_account"]["name"]

    assert names(signed_in(other_member)) == ("Maria M.", "Matthew Member")
    assert names(cashier_client) == names(manager_client) == ("Maria Member", "Matthew Member")


def test_receipt_of_cash_has_no_account_on_the_other_side(cashier_client, account):
    paid_in = deposit(cashier_client, account, "5.00").json()["id"]
    paid_out = withdraw(cashier_client, account, "1.00").json()["id"]
    party = {"number": account, "name": "Maria Member"}

    bodies = [get_receipt(cashier_client, number) for number in (paid_in, paid_out)]

    assert [(body["from_account"], body["to_account"]) for body in bodies] == [(None, party), (party, None)]
    response = cashier_client.get(f"{receipt_path(paid_in)}?format=pdf")
    assert f"From Cash To {grouped(account)}, Maria Member" in get_text(response)


def test_receipts_of_a_reversed_transaction_and_its_reversal_name_each_other(
    transfer_id, manager_client, member_client
):
    reversal_id = reverse(manager_client, transfer_id).json()["id"]

    original, reversal = (get_receipt(member_client, number) for number in (transfer_id, reversal_id))

    assert (original["status"], original["reversed_by"], original["reverses"]) == ("reversed", reversal_id, None)
    assert (reversal["status"], reversal["reversed_by"], reversal["reverses"]) == ("posted", None, transfer_id)
    path = "/api/transactions/{}/receipt.pdf"
    assert f"Status Reversed by transaction {reversal_id}" in get_text(member_client.get(path.format(transfer_id)))
    assert f"Reverses Transaction {transfer_id}" in get_text(member_client.get(path.format(reversal_id)))


def test_pdf_receipt_has_the_facts_of_the_json(settings, transfer_id, member_client, funded_account, other_account):
    settings.BANK_NAME = "Crédit (Coopératif) & <Söhne>"
    response = member_client.get(f"{receipt_path(transfer_id)}?format=pdf")
    text = get_text(response)

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="receipt-{transfer_id}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert settings.BANK_NAME in text
    assert (
        f"Transaction {transfer_id} Kind Transfer Amount 12.50 USD From {grouped(funded_account)}, Maria Member "
        f"To {grouped(other_account)}, Matthew M. Description Rent March Booked 01 Mar 2026 12:00:00 "
        "Value date 01 Mar 2026 Status Posted"
    ) in text
    assert "Issued on 01 Mar 2026. Times are in the time zone UTC." in text


def test_receipt_pdf_path_is_the_same_document(transfer_id, member_client):
    by_format = member_client.get(f"{receipt_path(transfer_id)}?format=pdf")
    by_path = member_client.get(f"/api/transactions/{transfer_id}/receipt.pdf")

    assert get_text(by_path) == get_text(by_format)
    for name in ("Content-Type", "Content-Disposition"):
        assert by_path.headers[name] == by_format.headers[name]


def test_pdf_receipt_wraps_the_longest_texts_and_amounts_on_one_page(
    member, cashier_client, manager_client, other_account, account
):
    User.objects.filter(pk=member.pk).update(full_name="M" * 70)
    posted = deposit(manager_client, account, "9" * 15 + ".99", description="W" * 200)
    assert posted.status_code == 201

    text = get_text(cashier_client.get(f"/api/transactions/{posted.json()['id']}/receipt.pdf"))

    assert "Amount 999,999,999,999,999.99 USD" in text
    assert (len(re.findall("M", text)), len(re.findall("W", text))) == (70, 200)


def test_foreign_and_unknown_receipts_return_the_same_404(cashier_client, signed_in, other_member, funded_account):
    browser = signed_in(other_member)
    transaction_id = cashier_client.get("/api/transactions/").json()["results"][0]["id"]
    for number in (transaction_id, 0, 2**63 - 1, 2**63):
        for tail in ("receipt/", "receipt/?format=pdf", "receipt.pdf"):
            response = browser.get(f"/api/transactions/{number}/{tail}")
            assert (response.status_code, response.content) == NOT_FOUND, (number, tail)


def test_receipt_without_a_token_is_401(browser, transfer_id):
    for path in (receipt_path(transfer_id), f"/api/transactions/{transfer_id}/receipt.pdf"):
        assert_error(browser.get(path, token=None), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("tail", "name"),
    [
        ("receipt/?format=csv", "format"),
        ("receipt/?format=PDF", "format"),
        ("receipt/?from=2026-01-01", "from"),
        ("receipt.pdf?format=pdf", "format"),
    ],
)
def test_invalid_parameter_of_a_receipt_is_rejected_by_name(member_client, transfer_id, tail, name):
    body = assert_error(member_client.get(f"/api/transactions/{transfer_id}/{tail}"), 400, "invalid_request")
    assert list(body["fields"]) == [name]


def test_pdf_receipts_and_statements_draw_on_one_limit_and_json_does_not(
    settings, clock, transfer_id, member_client, funded_account
):
    set_rates(settings, statement_pdf="2/minute")
    paths = [f"/api/transactions/{transfer_id}/receipt.pdf", f"{receipt_path(transfer_id)}?format=pdf"]
    assert [member_client.get(path).status_code for path in paths] == [200, 200]

    for path in (*paths, f"/api/accounts/{funded_account}/statement/?format=pdf"):
        assert_error(member_client.get(path), 429, "throttled")
    assert member_client.get(receipt_path(transfer_id)).status_code == 200


def test_receipt_that_staff_read_is_recorded_with_both_owners(
    transfer_id, cashier_client, cashier, member, other_member
):
    before = AuditEvent.objects.filter(event="account_read").count()
    for path in (receipt_path(transfer_id), f"/api/transactions/{transfer_id}/receipt.pdf"):
        assert cashier_client.get(path).status_code == 200

    (row,) = AuditEvent.objects.filter(event="account_read").order_by("id")[before:]
    users = sorted([member.pk, other_member.pk])
    assert (row.actor_id, row.details) == (cashier.pk, {"transaction": transfer_id, "users": users})


def test_receipt_that_a_member_reads_is_not_recorded(transfer_id, member_client):
    before = AuditEvent.objects.count()
    assert get_receipt(member_client, transfer_id)["status"] == "posted"
    assert AuditEvent.objects.count() == before


def test_receipt_of_a_loan_disbursement_names_the_bank_as_payer(cashier_client, cashier, manager, member, account):
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=cashier)
    body = get_receipt(cashier_client, loan.disbursement_id)

    assert (body["kind"], body["from_account"]) == ("loan_disbursement", None)
    text = get_text(cashier_client.get(f"/api/transactions/{loan.disbursement_id}/receipt.pdf"))
    assert f"From Demo Savings Cooperative To {grouped(account)}, Maria Member" in text


def test_pdf_receipt_prints_every_script_or_its_code_points(cashier_client, account):
    posted = deposit(cashier_client, account, "1.00", description="नमस्ते Łódź 銀行")

    text = get_text(cashier_client.get(f"/api/transactions/{posted.json()['id']}/receipt.pdf"))

    assert "Description नमस्ते Łódź U+9280 U+884C Booked" in text
