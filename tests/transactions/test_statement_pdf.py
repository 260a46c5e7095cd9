"""Statements as PDF: figures, layout, page numbers and escaping."""

import shutil
from collections import defaultdict
from itertools import pairwise

import pytest
from reportlab import rl_config

from accounts.models import Account
from core.money import MAX_DIGITS
from tests.api_payments import deposit, transfer, withdraw
from tests.transactions.pdf_text import embedded_fonts, fragments_of, pages_of
from tests.transactions.statement_factory import build_statement
from transactions.printing import characters, fonts
from transactions.printing import text as printed_text
from transactions.statements import pdf as statement_pdf
from users.models import User


@pytest.fixture(autouse=True)
def _uncompressed_pages(monkeypatch):
    monkeypatch.setattr(rl_config, "pageCompression", 0)


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


def get_fragments(browser, number, query=""):
    return fragments_of(get_body(browser, number, query))


def get_body(browser, number, query=""):
    response = browser.get(f"/api/accounts/{number}/statement/?format=pdf&{query}")
    assert response.status_code == 200, response.content
    return response.content


def get_pages(browser, number, query=""):
    return pages_of(get_body(browser, number, query))


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
    assert "Opening balance 0.00 Credits 1,250.50 Debits 250.50 Closing balance 1,000.00" in text
    assert f"Account {grouped(account)} Holder Maria Member Kind Savings, USD Period 01 Mar 2026 to 01 Mar 2026" in text
    assert "Booked Details Debit Credit Balance" in text
    assert "01 Mar 2026 Deposit: Harvest 1,250.50 1,250.50" in text
    assert "01 Mar 2026 Withdrawal 250.49 1,000.01" in text
    assert f"01 Mar 2026 Transfer: Rent Matthew Member {grouped(other_account)} 0.01 1,000.00" in text


def test_pdf_statement_has_the_name_of_the_account_and_the_day_of_issue(clock, cashier_client, account):
    Account.objects.filter(number=account).update(name="Household, ужин")
    (page,) = get_pages(cashier_client, account, "from=2026-02-01&to=2026-02-28")

    assert page[page.index("Name") + 1] == "Household, ужин"
    assert page[page.index("Issued") + 1] == "01 Mar 2026"


def test_pdf_statement_without_an_account_name_has_no_line_for_it(cashier_client, account):
    (page,) = get_pages(cashier_client, account)

    assert "Name" not in page


def test_pdf_statement_masks_names_of_counterparties_for_members_only(
    cashier_client, member_client, account, other_account
):
    deposit(cashier_client, account, "5.00")
    transfer(cashier_client, account, other_account, "1.00")
    (for_member,), (for_staff,) = get_pages(member_client, account), get_pages(cashier_client, account)

    assert "Matthew M." in for_member
    assert "Matthew Member" not in for_member
    assert "Matthew Member" in for_staff
    assert "Maria Member" in for_member  # the holder's own name


def test_statement_pdf_equals_the_pdf_format(clock, cashier_client, account):
    deposit(cashier_client, account, "5.00", description="Harvest")
    body = cashier_client.get(f"/api/accounts/{account}/statement.pdf?from=2026-03-01").content

    assert pages_of(body) == get_pages(cashier_client, account, "from=2026-03-01")


def test_pdf_statement_shows_the_bank_name(settings, cashier_client, account):
    settings.BANK_NAME = "Crédit (Coopératif) & <Söhne>"
    (page,) = get_pages(cashier_client, account)
    assert settings.BANK_NAME in page
    assert "Account statement" in page


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
        assert "Details" in page
    assert [piece for page in (first, second) for piece in page].count("Deposit") == 45
    assert "1,035.00" in second


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
    drawn = "".join(page).replace(" ", "")  # a description may be drawn in several lines
    for text in ("Holder<i>Matthew</i> & Söhne", *(f"Deposit: {text}" for text in MARKUP)):
        assert text.replace(" ", "") in drawn


LEFT_TO_RIGHT = [
    "Zoë Ångström & Söhne, Łódź: 12 € – “quoted” ½",
    "Ελληνικά και πολυτονικό ᾄδω",
    "Щука, їжак, Ђорђе, қазақ",
    "Nguyễn Thị Ánh trả tiền thuê nhà",
    "क्षत्रिय किताब नमस्ते दुनिया र्\u200dय १२३",
    "X\u0323\u0301y e\u0323\u0302 and Q\u0308",
    "no\u00a0break and narrow\u202fspace",
    "joined \u200dhere",
    "{nb} %s \\n (a) [b] <c>",
]


@pytest.mark.parametrize("text", LEFT_TO_RIGHT)
def test_text_of_the_pdf_is_the_description_in_scripts_from_left_to_right(cashier_client, account, text):
    response = deposit(cashier_client, account, "1.00", description=text)
    (page,) = get_pages(cashier_client, account)

    assert f"Deposit: {response.json()['description']}" in page


def test_text_of_the_pdf_is_the_description_in_arabic(cashier_client, account):
    deposit(cashier_client, account, "1.00", description="صندوق علی\u200cرضا شَمْس (12)")
    (page,) = get_pages(cashier_client, account)

    assert "Deposit: صندوق علی\u200cرضا شَمْس (12)" in page


CODE_POINTS = {
    "銀行": "U+9280 U+884C",
    "Tokyo 東京, 2": "Tokyo U+6771 U+4EAC , 2",
    "a🏦b": "a U+1F3E6 b",
    "👩\u200d👧": "U+1F469 U+200D U+1F467",
    "தமிழ்": "U+0BA4 U+0BAE U+0BBF U+0BB4 U+0BCD",
    "שלום": "U+05E9 U+05DC U+05D5 U+05DD",
    "❤\ufe0f": "U+2764 U+FE0F",
    "a\u3000b": "a U+3000 b",
}


@pytest.mark.parametrize(("text", "printed"), CODE_POINTS.items())
def test_characters_without_a_font_are_printed_as_code_points(cashier_client, account, text, printed):
    deposit(cashier_client, account, "1.00", description=text)
    (page,) = get_pages(cashier_client, account)

    assert f"Deposit: {printed}" in page


def test_every_font_of_a_pdf_is_an_embedded_subset(cashier_client, account):
    deposit(cashier_client, account, "1.00", description="صندوق नमस्ते Łódź")
    body = cashier_client.get(f"/api/accounts/{account}/statement.pdf").content
    names, embedded = embedded_fonts(body)

    assert len(names) == embedded == 3
    assert all("+NotoSans" in name for name in names)
    assert len(body) < 100_000


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
    assert texts.count("3,999,999,999,999,999.96") == 2  # the totals
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


@pytest.fixture
def clear_font_caches(monkeypatch):
    """Forgets the loaded fonts, also after the test."""

    def clear():
        for function in (
            fonts.load_fonts, characters.simple_characters, characters.character_widths, printed_text._shape,
        ):  # fmt: skip
            function.cache_clear()

    yield clear
    monkeypatch.undo()
    clear()


def test_font_of_the_operator_prints_its_characters(
    settings, cashier_client, account, tmp_path, monkeypatch, clear_font_caches
):
    monkeypatch.setattr(fonts, "REGULAR", ["NotoSans-Regular.ttf"])
    monkeypatch.setattr(rl_config, "pageCompression", 0)
    deposit(cashier_client, account, "1.00", description="باب Łódź")
    clear_font_caches()
    (without,) = get_pages(cashier_client, account)
    shutil.copy(fonts.BUNDLED / "NotoSansArabic-Regular.ttf", tmp_path / "extra.ttf")
    settings.STATEMENT_FONT_DIR = str(tmp_path)
    clear_font_caches()
    (page,) = get_pages(cashier_client, account)

    assert "Deposit: U+0628 U+0627 U+0628 Łódź" in without
    assert "Deposit: باب Łódź" in page
