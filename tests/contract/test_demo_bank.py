"""The demo bank of `make run`: whole in every currency of ISO 4217 that has digits, all of it or nothing."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from iso4217 import Currency
from reportlab import rl_config

from accounts.models import Account
from audit.models import AuditEvent
from bankportal.checks import check_production_settings
from bankportal.defaults import default_limit
from core.money import is_currency
from demo.loans import load_loans
from demo.management.commands import load_demo
from demo.people import PASSWORD
from loans.models import Loan, Product
from tests.api_payments import deposit, transfer, withdraw
from tests.browsers import LocalBrowser
from tests.transactions.pdf_text import pages_of
from transactions.models import Transaction
from users.models import User

pytestmark = pytest.mark.slow

SAVINGS, CURRENT, OTHER = "100000000190", "100000000287", "100000000384"
DIGITS = {"USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}
# A million of the smallest unit.
LIMITS = {"USD": "10000", "JPY": "1000000", "KWD": "1000", "CLF": "100"}
FIRST_SALARY = {"USD": "2450.00", "JPY": "245000", "KWD": "245.000", "CLF": "24.5000"}
SMALLEST = {"USD": "0.01", "JPY": "1", "KWD": "0.001", "CLF": "0.0001"}
REPORTS = ["summary", "trial-balance", "daily-transactions", "cashier-activity", "loan-portfolio", "member-growth"]


@pytest.fixture
def demo(db, settings, monkeypatch):
    """Loads the demo bank in a currency, as `make run` would into a new database."""
    settings.DEBUG = True
    monkeypatch.setattr(rl_config, "pageCompression", 0)

    def load(currency="USD", **limits):
        settings.BANK_CURRENCY = currency
        settings.MEMBER_DAILY_TRANSFER_LIMIT = limits.get("member", default_limit(currency))
        settings.CASHIER_LIMIT = limits.get("cashier", default_limit(currency))
        Account.objects.update(currency=currency)  # the chart, which the migration made
        return start()

    return load


def start():
    """What each start of `make run` calls; returns what it prints."""
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def sign_in(email):
    browser = LocalBrowser()
    assert browser.log_in(email, PASSWORD).status_code == 200
    return browser


def has_digits(amount, currency):
    return len(amount.partition(".")[2]) == DIGITS[currency]


def rows_of(response):
    assert response.status_code == 200
    text = b"".join(response.streaming_content if response.streaming else [response.content])
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


@pytest.mark.parametrize("currency", DIGITS)
def test_every_part_of_the_demo_bank_works_in(demo, currency):
    demo(currency)
    maria, carla, monica = (
        sign_in(f"{name}") for name in ("member@example.com", "cashier@bank.com", "manager@bank.com")
    )

    accounts = monica.get("/api/accounts/").json()["results"]
    assert len(accounts) == 5
    assert all(account["currency"] == currency and has_digits(account["balance"], currency) for account in accounts)
    assert all(Decimal(account["balance"]) >= 0 for account in accounts)

    check_statement(maria, currency)
    check_loans(maria, monica, currency)
    for browser in (maria, carla, monica):
        assert browser.get("/api/dashboard/").json()["currency"] == currency
    for name in REPORTS:
        assert monica.get(f"/api/reports/{name}/").status_code == 200
        assert rows_of(monica.get(f"/api/reports/{name}/?format=csv")) is not None
    assert (
        monica.get("/api/reports/trial-balance/").json()["summary"]["difference"]
        == "0" + "." * bool(DIGITS[currency]) + "0" * DIGITS[currency]
    )
    check_limits(maria, carla, monica, currency)
    call_command("verify_ledger")


def check_statement(maria, currency):
    path = f"/api/accounts/{CURRENT}/statement/?from=2020-01-01"
    statement = maria.get(path).json()
    assert len(statement["entries"]) > 20
    assert statement["entries"][0]["amount"] == FIRST_SALARY[currency]
    sums = {"credit": Decimal(0), "debit": Decimal(0)}
    for entry in statement["entries"]:
        assert has_digits(entry["amount"], currency)
        assert has_digits(entry["balance_after"], currency)
        sums[entry["direction"]] += Decimal(entry["amount"])
    assert (Decimal(statement["total_credits"]), Decimal(statement["total_debits"])) == tuple(sums.values())
    opening, closing = Decimal(statement["opening_balance"]), Decimal(statement["closing_balance"])
    assert opening + sums["credit"] - sums["debit"] == closing

    assert FIRST_SALARY[currency] in {row["credit"] for row in rows_of(maria.get(f"{path}&format=csv"))}
    paper = " ".join(text for page in pages_of(maria.get(f"{path}&format=pdf").content) for text in page)
    assert currency in paper
    assert FIRST_SALARY[currency] in re.sub(r"(?<=\d)[,\s](?=\d{3})", "", paper)  # with its digits in groups, or not


def check_loans(maria, monica, currency):
    loans = monica.get("/api/loans/").json()["results"]
    assert len(loans) == 8
    for loan in loans:
        assert loan["currency"] == currency
        assert has_digits(loan["outstanding_principal"] or loan["amount"], currency)
        for row in monica.get(f"/api/loans/{loan['id']}/schedule/").json():
            assert has_digits(row["total"], currency)
            assert Decimal(row["principal"]) + Decimal(row["interest"]) == Decimal(row["total"])
    product = maria.get("/api/loans/products/").json()["results"][0]
    asked = {"product": product["id"], "amount": product["max_amount"], "term_months": 12}
    quote = maria.post("/api/loans/quote/", asked).json()
    assert sum(Decimal(row["principal"]) for row in quote["schedule"]) == Decimal(product["max_amount"])
    applied = maria.post(
        "/api/loans/", asked | {"amount": product["min_amount"], "purpose": "Roof", "account": SAVINGS}
    )
    assert applied.status_code == 201, applied.content


def check_limits(maria, carla, monica, currency):
    """The default ones; and the smallest unit, than which nothing is less."""
    above = str(int(LIMITS[currency]) + 1)
    for _ in range(2):
        assert deposit(monica, SAVINGS, above).status_code == 201
    assert withdraw(carla, SAVINGS, above).json()["code"] == "limit_exceeded"
    assert withdraw(carla, SAVINGS, LIMITS[currency]).status_code == 201
    assert transfer(maria, SAVINGS, OTHER, above).json()["code"] == "limit_exceeded"
    assert deposit(carla, SAVINGS, SMALLEST[currency]).json()["amount"] == SMALLEST[currency]
    less = SMALLEST[currency].replace("1", "01") if DIGITS[currency] else "0.1"
    assert "amount" in deposit(carla, SAVINGS, less).json()["fields"]


# --- all or nothing --------------------------------------------------------------------------------------------


def nothing_is_there():
    return not (
        User.objects.exists()
        or Transaction.objects.exists()
        or Product.objects.exists()
        or Account.objects.filter(owner__isnull=False).exists()
        or AuditEvent.objects.exists()
    )


def test_a_load_that_breaks_leaves_nothing_and_the_next_start_loads_it_whole(demo, monkeypatch):
    def broken(people):
        load_loans(people)
        raise ValueError("the disk is full")

    monkeypatch.setattr(load_demo, "load_loans", broken)
    with pytest.raises(ValueError, match="the disk is full"):
        demo("JPY")
    assert nothing_is_there()

    monkeypatch.undo()
    assert "member@example.com" in start()
    assert Loan.objects.count() == 8


def test_limits_that_are_lower_than_what_the_demo_bank_moves_do_not_hinder_it(demo, settings):
    demo("USD", member="2", cashier="1")
    assert Loan.objects.count() == 8
    assert (settings.MEMBER_DAILY_TRANSFER_LIMIT, settings.CASHIER_LIMIT) == ("2", "1")  # in force again


def test_a_second_start_loads_nothing_and_half_a_demo_bank_is_an_error_with_a_hint(demo, settings):
    """An earlier release inserted the people first, and broke off at the first amount with cents."""
    first = demo("JPY")
    counts = (User.objects.count(), Transaction.objects.count(), Loan.objects.count())
    assert start() == first
    assert (User.objects.count(), Transaction.objects.count(), Loan.objects.count()) == counts

    Loan.objects.filter(purpose="Water tank").update(purpose="another")
    with pytest.raises(CommandError, match=f"half a demo bank.* delete {settings.DATA_DIR} "):
        start()


def test_a_database_with_other_people_in_it_is_left_alone(db, settings, member):
    settings.DEBUG = True
    assert start() == ""
    assert list(User.objects.all()) == [member]


# --- which currencies ------------------------------------------------------------------------------------------


def test_every_currency_with_digits_is_accepted_and_every_code_without_is_refused():
    accepted = {currency.value for currency in Currency if is_currency(currency.value)}
    assert accepted == {currency.value for currency in Currency if currency.exponent is not None}
    assert {"XAU", "XXX", "XTS", "XDR"}.isdisjoint(accepted)


@pytest.mark.parametrize("currency", DIGITS)
def test_the_default_limits_are_amounts_in_the_banks_currency(settings, currency):
    settings.BANK_CURRENCY = currency
    settings.MEMBER_DAILY_TRANSFER_LIMIT = settings.CASHIER_LIMIT = default_limit(currency)
    assert default_limit(currency) == LIMITS[currency]
    check_production_settings()
