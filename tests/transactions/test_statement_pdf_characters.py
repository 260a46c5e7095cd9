"""The texts of a statement as PDF: markup, scripts, characters without a font, and fonts."""

import shutil

import pytest

from tests.api_payments import deposit
from tests.transactions.pdf_text import embedded_fonts, pages_of
from tests.transactions.statement_requests import get_pages
from transactions.printing import characters, fonts
from transactions.printing import text as printed_text
from users.models import User

pytestmark = pytest.mark.usefixtures("uncompressed_pages")


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


@pytest.mark.slow
@pytest.mark.parametrize("text", LEFT_TO_RIGHT)
def test_text_of_the_pdf_is_the_description_in_scripts_from_left_to_right(cashier_client, account, text):
    response = deposit(cashier_client, account, "1.00", description=text)
    (page,) = get_pages(cashier_client, account)

    assert f"Deposit: {response.json()['description']}" in page


@pytest.mark.slow
def test_text_of_the_pdf_is_the_description_in_arabic(cashier_client, account):
    deposit(cashier_client, account, "1.00", description="صندوق علی\u200cرضا شَمْس (12)")
    (page,) = get_pages(cashier_client, account)

    assert "Deposit: صندوق علی\u200cرضا شَمْس (12)" in page


NOTE = "Codes such as U+4E2D stand for characters that this document cannot print."
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
    assert page[page.index("Note") + 1] == NOTE


def test_document_without_codes_has_no_note_about_them(cashier_client, account):
    posted = deposit(cashier_client, account, "1.00", description="Wiśniewska").json()
    (page,) = get_pages(cashier_client, account)
    (receipt,) = pages_of(cashier_client.get(f"/api/transactions/{posted['id']}/receipt.pdf").content)

    assert "Note" not in page + receipt


def test_receipt_with_codes_has_a_note_about_them(cashier_client, account):
    posted = deposit(cashier_client, account, "1.00", description="銀行").json()
    (receipt,) = pages_of(cashier_client.get(f"/api/transactions/{posted['id']}/receipt.pdf").content)

    assert receipt[receipt.index("Description") + 1] == "U+9280 U+884C"
    assert receipt[receipt.index("Note") + 1] == NOTE


def test_every_font_of_a_pdf_is_an_embedded_subset(cashier_client, account):
    deposit(cashier_client, account, "1.00", description="صندوق नमस्ते Łódź")
    body = cashier_client.get(f"/api/accounts/{account}/statement.pdf").content
    names, embedded = embedded_fonts(body)

    assert len(names) == embedded == 3
    assert all("+NotoSans" in name for name in names)
    assert len(body) < 100_000


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
    deposit(cashier_client, account, "1.00", description="باب Łódź")
    clear_font_caches()
    (without,) = get_pages(cashier_client, account)
    shutil.copy(fonts.BUNDLED / "NotoSansArabic-Regular.ttf", tmp_path / "extra.ttf")
    settings.STATEMENT_FONT_DIR = str(tmp_path)
    clear_font_caches()
    (page,) = get_pages(cashier_client, account)

    assert "Deposit: U+0628 U+0627 U+0628 Łódź" in without
    assert "Deposit: باب Łódź" in page
