"""Receipts and statements as PDF in the language of the request, in Arabic in English."""

import pytest

from accounts.enums import CUSTOMER_TYPES
from tests.api_payments import deposit, transfer
from tests.transactions.pdf_text import pages_of
from transactions.enums import TransactionType
from transactions.printing.labels import ACCOUNT_TYPES, TRANSACTION_TYPES

pytestmark = pytest.mark.usefixtures("uncompressed_pages")
PERIOD = "?from=2026-02-01&to=2026-03-31&format=pdf"
ENGLISH = ("Receipt", "Kind", "From", "Booked", "Account statement", "Opening balance", "Deposit", "Page", "Issued")


@pytest.fixture
def document(clock, cashier_client, account, other_account):
    """The text of a receipt or a statement in a language, with the headers."""
    posted = deposit(cashier_client, account, "1250.00", description="Café")
    assert transfer(cashier_client, account, other_account, "5").status_code == 201
    paths = {
        "receipt": f"/api/transactions/{posted.json()['id']}/receipt/?format=pdf",
        "statement": f"/api/accounts/{account}/statement/{PERIOD}",
    }

    def get(kind, language):
        response = cashier_client.get(paths[kind], headers={"Accept-Language": language})
        assert response.status_code == 200, response.content
        return [text for page in pages_of(response.content) for text in page], response.headers

    return get


@pytest.mark.parametrize("kind", ["receipt", "statement"])
@pytest.mark.parametrize(("asked", "given"), [("en", "en"), ("es", "es"), ("ar", "en")])
def test_document_names_its_language(document, kind, asked, given):
    _, headers = document(kind, asked)

    assert headers["Content-Language"] == given
    assert "accept-language" in headers["Vary"].lower()


def test_receipt_in_spanish_has_no_english_label_and_the_same_figures(document):
    texts, _ = document("receipt", "es")

    assert {"Comprobante", "Depósito", "1,250.00 USD", "Café", "Contabilizada", "01 Mar 2026 12:00:00"} <= set(texts)
    assert "Emitido el 01 Mar 2026. Las horas corresponden a la zona horaria UTC." in texts
    assert not [text for text in texts if text.startswith(ENGLISH)]


def test_statement_in_spanish_has_no_english_label_and_the_same_figures(document):
    texts, _ = document("statement", "es")

    assert {"Extracto de cuenta", "Saldo inicial", "Débito", "Depósito: Café", "1,250.00", "1,245.00"} <= set(texts)
    assert "Página 1 de 1" in texts
    assert "01 Feb 2026 a 31 Mar 2026" in texts
    assert not [text for text in texts if text.startswith(ENGLISH)]


@pytest.mark.parametrize("kind", ["receipt", "statement"])
def test_document_for_readers_of_arabic_is_the_english_one(document, kind):
    assert document(kind, "ar")[0] == document(kind, "en")[0]


def test_every_type_that_a_document_prints_has_a_label_that_is_its_english_one():
    assert {kind: str(label) for kind, label in TRANSACTION_TYPES.items()} == {
        kind: kind.label for kind in TransactionType
    }
    assert {kind: str(label) for kind, label in ACCOUNT_TYPES.items()} == {kind: kind.label for kind in CUSTOMER_TYPES}
