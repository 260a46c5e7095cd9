"""Statements as PDF: figures, layout, page numbers and escaping."""

import pytest
from reportlab import rl_config

from tests.api_payments import deposit, transfer, withdraw
from tests.transactions.pdf_text import pages_of
from transactions.statements import pdf as statement_pdf
from users.models import User


@pytest.fixture(autouse=True)
def _uncompressed_pages(monkeypatch):
    monkeypatch.setattr(rl_config, "pageCompression", 0)


def get_pages(browser, number, query=""):
    response = browser.get(f"/api/accounts/{number}/statement/?format=pdf&{query}")
    assert response.status_code == 200, response.content
    return pages_of(response.content)


def grouped(number):
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def test_pdf_statement_has_the_figures_of_the_json(clock, cashier_client, account, other_account):
    deposit(cashier_client, account, "1250.50", description="Harvest")
    withdraw(cashier_client, account, "250.49")
    transfer(cashier_client, account, other_account, "0.01", description="Rent")
    body = cashier_client.get(f"/api/accounts/{account}/statement/").json()
    (page,) = get_pages(cashier_client, account)
    text = " ".join(page)

    names = ["opening_balance", "total_credits", "total_debits", "closing_balance"]
    assert [body[name] for name in names] == ["0.00", "1250.50", "250.50", "1000.00"]
    assert "Opening balance Credits Debits Closing balance 0.00 1250.50 250.50 1000.00" in text
    assert f"Account {grouped(account)} Holder Maria Member Kind Savings, USD Period 01 Mar 2026 to 01 Mar 2026" in text
    assert "Booked Description Counterparty Debit Credit Balance" in text
    assert "01 Mar 2026 Deposit: Harvest 1250.50 1250.50" in text
    assert "01 Mar 2026 Withdrawal 250.49 1000.01" in text
    assert f"01 Mar 2026 Transfer: Rent {grouped(other_account)} 0.01 1000.00" in text


def test_pdf_statement_shows_the_bank_name(settings, cashier_client, account):
    settings.BANK_NAME = "Crédit (Coopératif) & <Söhne>"
    (page,) = get_pages(cashier_client, account)
    assert settings.BANK_NAME in page
    assert "Account statement" in page


def test_pdf_statement_has_separate_debit_and_credit_columns(cashier_client, account, monkeypatch):
    rows, row = [], statement_pdf._row
    monkeypatch.setattr(statement_pdf, "_row", lambda entry: rows.append(row(entry)) or rows[-1])
    deposit(cashier_client, account, "3.00")
    withdraw(cashier_client, account, "1.00")
    get_pages(cashier_client, account)
    assert [cells[3:] for cells in rows] == [["", "3.00", "3.00"], ["1.00", "", "2.00"]]


def test_pdf_statement_of_an_empty_period_has_a_note(cashier_client, account):
    (page,) = get_pages(cashier_client, account, "from=2020-01-01&to=2020-12-31")
    assert "No entries in this period." in page
    assert "01 Jan 2020 to 31 Dec 2020" in page
    assert "Page 1 of 1" in page


def test_pdf_pages_are_numbered_and_have_bank_name_and_column_headings(settings, cashier_client, account):
    for number in range(1, 46):
        deposit(cashier_client, account, f"{number}.00")
    first, second = get_pages(cashier_client, account)
    for number, page in ((1, first), (2, second)):
        assert [piece for piece in page if piece.startswith("Page ")] == [f"Page {number} of 2"]
        assert settings.BANK_NAME in page
        assert "Counterparty" in page
    assert [piece for page in (first, second) for piece in page].count("Deposit") == 45
    assert "1035.00" in second


MARKUP = [
    "<b>&",
    "</para><para>",
    "<font color='red'>x</font>",
    "&amp; &lt; &#65;",
    '<img src="http://127.0.0.1:1/x"/>',
    "<a href='file:///etc/passwd'>x</a>",
    "a (b) \\ c",
    "Märta Ångström",
]


def test_markup_in_names_and_descriptions_is_printed_as_text(cashier_client, other_member, other_account):
    User.objects.filter(pk=other_member.pk).update(full_name="<i>Matthew</i> & Söhne")
    for text in MARKUP:
        deposit(cashier_client, other_account, "1.00", description=text)
    (page,) = get_pages(cashier_client, other_account)
    drawn = "".join(page).replace(" ", "")  # a line is drawn in several fragments
    for text in ("Holder<i>Matthew</i> & Söhne", *(f"Deposit: {text}" for text in MARKUP)):
        assert text.replace(" ", "") in drawn


def test_pdf_statement_handles_long_words_and_characters_missing_in_the_font(cashier_client, account):
    deposit(cashier_client, account, "1.00", description="W" * 200)
    deposit(cashier_client, account, "1.00", description="🏦 صندوق 銀行")
    (page,) = get_pages(cashier_client, account)
    assert sum(piece.count("W") for piece in page) == 200
    assert page.count("2.00") == 3  # credits, closing balance, the last line
