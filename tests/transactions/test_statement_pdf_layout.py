"""The pages of a statement as PDF: columns, margins, page numbers; no text overlaps another."""

from collections import defaultdict
from itertools import pairwise

import pytest

from accounts.models import Account
from core.money import MAX_DIGITS
from tests.api_payments import deposit, transfer, withdraw
from tests.transactions.pdf_text import fragments_of
from tests.transactions.statement_factory import build_statement
from tests.transactions.statement_requests import get_fragments, get_pages
from transactions.statements import pdf as statement_pdf
from users.models import User

pytestmark = pytest.mark.usefixtures("uncompressed_pages")


AMOUNT_COLUMNS = ["Debit", "Credit", "Balance"]


def overlapping(page):
    """Pairs of fragments on one line that overlap, or have less than two points between them."""
    lines = defaultdict(list)
    for piece in page:
        lines[round(piece.y)].append(piece)
    return [
        (left.text, right.text)
        for pieces in lines.values()
        for left, right in pairwise(sorted(pieces, key=lambda piece: piece.x))
        if left.end + 2 > right.x
    ]


def test_long_bank_name_does_not_reach_the_title(settings, cashier_client, account):
    settings.BANK_NAME = "Savings Cooperative of the Farmers and Fishers of the Eastern Islands and Lakes, 合作"
    (page,) = get_fragments(cashier_client, account)
    name, title = page[0], page[1]

    assert name.text.endswith("and Lakes, U+5408 U+4F5C")
    assert title.text == "Account statement"
    assert name.end < title.x


def test_pdf_statement_has_separate_debit_and_credit_columns(cashier_client, account):
    deposit(cashier_client, account, "3.00")
    withdraw(cashier_client, account, "1.00")
    (page,) = get_fragments(cashier_client, account)
    right_edges = {piece.text: round(piece.end) for piece in page if piece.text in AMOUNT_COLUMNS}

    cells = [(piece.text, round(piece.end)) for piece in page[[piece.text for piece in page].index("Balance") + 1 :]]
    debit, credit, balance = (right_edges[name] for name in AMOUNT_COLUMNS)
    amounts = [cell for cell in cells if "." in cell[0]]
    assert amounts == [("3.00", credit), ("3.00", balance), ("1.00", debit), ("2.00", balance)]


def test_pdf_pages_are_numbered_and_have_bank_name_and_column_headings(settings, cashier_client, account):
    for number in range(1, 46):
        deposit(cashier_client, account, f"{number}.00")
    first, second = get_pages(cashier_client, account)
    for number, page in ((1, first), (2, second)):
        assert [piece for piece in page if piece.startswith("Page ")] == [f"Page {number} of 2"]
        assert settings.BANK_NAME in page
        assert "Details" in page
    assert [piece for page in (first, second) for piece in page].count("Deposit") == 45
    assert "1,035.00" in second


def test_amounts_of_15_digits_and_long_names_do_not_overlap(manager_client, account, other_account, other_member):
    Account.objects.filter(number=account).update(name="N" * 100)
    User.objects.filter(accounts__number=account).update(full_name="Wolfeschlegelsteinhausenbergerdorff " * 2)
    User.objects.filter(pk=other_member.pk).update(full_name="Ω" * 70)
    amount = "9" * 15 + ".99"
    for text in ("W" * 200, "صندوق الأمانات والادخار " * 8, "क्षत्रिय किताब " * 13, "銀" * 200):
        assert deposit(manager_client, account, amount, description=text[:200]).status_code == 201
        assert transfer(manager_client, account, other_account, amount, description=text[:200]).status_code == 201
    pages = get_fragments(manager_client, account)

    texts = [piece.text for page in pages for piece in page]
    assert texts.count("999,999,999,999,999.99") == 8 + 4  # and the balance after each deposit
    assert texts.count("3,999,999,999,999,999.96 USD") == 2  # the totals
    for page in pages:
        assert overlapping(page) == []
        assert all(piece.x >= 42 and piece.end <= 553 for piece in page)


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "CLF"])
def test_largest_balance_does_not_overlap(currency):
    largest = 10**MAX_DIGITS - 1
    for page in fragments_of(
        statement_pdf.to_pdf(build_statement(40, currency=currency, amount=largest, balance=-largest))
    ):
        assert overlapping(page) == []
        assert all(piece.x >= 42 and piece.end <= 553 for piece in page)


def test_entry_of_200_code_points_fits_on_a_page(cashier_client, account):
    for _ in range(3):
        deposit(cashier_client, account, "1.00", description="𠀀" * 200)
    pages = get_fragments(cashier_client, account)

    assert "".join(piece.text for page in pages for piece in page).count("U+20000") == 600
    assert all(piece.y >= 34 for page in pages for piece in page)
