"""The demo bank of `make run`: complete in every ISO 4217 currency that has minor units, and loaded all or nothing."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from iso4217 import Currency
from reportlab import rl_config

from accounts.models import Account
from audit.models import AuditEvent
from bankportal.checks import check_production_settings
from bankportal.defaults import default_limit
from core.clock import now as clock_now
from core.money import is_currency
from demo.loans import load_loans
from demo.management.commands import load_demo
from demo.people import PASSWORD
from loans.models import Loan, Product
from loans.portfolio import portfolio_on
from reports.registry import REPORTS
from tests.api_payments import deposit, transfer, withdraw
from tests.bank_zone import ZONES, local_time
from tests.browsers import LocalBrowser
from tests.transactions.pdf_text import pages_of
from transactions.ledger.integrity import find_inconsistency
from transactions.models import Transaction
from users.models import User

pytestmark = pytest.mark.slow

SAVINGS, CURRENT, OTHER = "100000000190", "100000000287", "100000000384"
DIGITS = {"USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}
# A million of the smallest unit.
LIMITS = {"USD": "10000", "JPY": "1000000", "KWD": "1000", "CLF": "100"}
FIRST_SALARY = {"USD": "2450.00", "JPY": "245000", "KWD": "245.000", "CLF": "24.5000"}
SMALLEST = {"USD": "0.01", "JPY": "1", "KWD": "0.001", "CLF": "0.0001"}


@pytest.fixture
def load_bank(db, settings, monkeypatch):
    """Loads the demo bank in a currency, as `make run` does into a new database."""
    settings.DEBUG = True
    monkeypatch.setattr(rl_config, "pageCompression", 0)

    def load(currency="USD", **limits):
        settings.BANK_CURRENCY = currency
        settings.MEMBER_DAILY_TRANSFER_LIMIT = limits.get("member", default_limit(currency))
        settings.CASHIER_LIMIT = limits.get("cashier", default_limit(currency))
        Account.objects.update(currency=currency)  # the chart of accounts, which a migration creates
        return run_load_demo()

    return load


def run_load_demo():
    """Runs the command that every `make run` runs; returns its output."""
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def sign_in(email):
    browser = LocalBrowser()
    assert browser.log_in(email, PASSWORD).status_code == 200
    return browser


def has_digits(amount, currency):
    return len(amount.partition(".")[2]) == DIGITS[currency]


def csv_rows(response):
    assert response.status_code == 200
    text = response.getvalue()
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


@pytest.mark.parametrize("currency", DIGITS)
def test_every_part_of_the_demo_bank_works_in_currency(load_bank, currency):
    load_bank(currency)
    member_client, cashier_client, manager_client = (
        sign_in(f"{name}") for name in ("member@example.com", "cashier@bank.com", "manager@bank.com")
    )

    accounts = manager_client.get("/api/accounts/").json()["results"]
    assert len(accounts) == 5
    assert all(account["currency"] == currency and has_digits(account["balance"], currency) for account in accounts)
    assert all(Decimal(account["balance"]) >= 0 for account in accounts)

    check_statement(member_client, currency)
    check_loans(member_client, manager_client, currency)
    for browser in (member_client, cashier_client, manager_client):
        assert browser.get("/api/dashboard/").json()["currency"] == currency
    for name in REPORTS:
        assert manager_client.get(f"/api/reports/{name}/").status_code == 200
        assert csv_rows(manager_client.get(f"/api/reports/{name}/?format=csv")) is not None
    assert (
        manager_client.get("/api/reports/trial-balance/").json()["summary"]["difference"]
        == "0" + "." * bool(DIGITS[currency]) + "0" * DIGITS[currency]
    )
    check_limits(member_client, cashier_client, manager_client, currency)
    call_command("verify_ledger")


def check_statement(member_client, currency):
    path = f"/api/accounts/{CURRENT}/statement/?from=2020-01-01"
    statement = member_client.get(path).json()
    assert len(statement["entries"]) > 20
    assert statement["entries"][0]["amount"] == FIRST_SALARY[currency]
    totals = {"credit": Decimal(0), "debit": Decimal(0)}
    for entry in statement["entries"]:
        assert has_digits(entry["amount"], currency)
        assert has_digits(entry["balance_after"], currency)
        totals[entry["direction"]] += Decimal(entry["amount"])
    assert (Decimal(statement["total_credits"]), Decimal(statement["total_debits"])) == tuple(totals.values())
    opening, closing = Decimal(statement["opening_balance"]), Decimal(statement["closing_balance"])
    assert opening + totals["credit"] - totals["debit"] == closing

    assert FIRST_SALARY[currency] in {row["credit"] for row in csv_rows(member_client.get(f"{path}&format=csv"))}
    pdf_text = " ".join(text for page in pages_of(member_client.get(f"{path}&format=pdf").content) for text in page)
    assert currency in pdf_text
    assert FIRST_SALARY[currency] in re.sub(r"(?<=\d)[,\s](?=\d{3})", "", pdf_text)  # the digits may be grouped


def check_loans(member_client, manager_client, currency):
    loans = manager_client.get("/api/loans/").json()["results"]
    assert len(loans) == 8
    for loan in loans:
        assert loan["currency"] == currency
        assert has_digits(loan["outstanding_principal"] or loan["amount"], currency)
        for row in manager_client.get(f"/api/loans/{loan['id']}/schedule/").json():
            assert has_digits(row["total"], currency)
            assert Decimal(row["principal"]) + Decimal(row["interest"]) == Decimal(row["total"])
    product = member_client.get("/api/loans/products/").json()["results"][0]
    terms = {"product": product["id"], "amount": product["max_amount"], "term_months": 12}
    quote = member_client.post("/api/loans/quote/", terms).json()
    assert sum(Decimal(row["principal"]) for row in quote["schedule"]) == Decimal(product["max_amount"])
    applied = member_client.post(
        "/api/loans/", terms | {"amount": product["min_amount"], "purpose": "Roof", "account": SAVINGS}
    )
    assert applied.status_code == 201, applied.content


def check_limits(member_client, cashier_client, manager_client, currency):
    """The default limits, and the smallest amount of the currency."""
    above = str(int(LIMITS[currency]) + 1)
    for _ in range(2):
        assert deposit(manager_client, SAVINGS, above).status_code == 201
    assert withdraw(cashier_client, SAVINGS, above).json()["code"] == "limit_exceeded"
    assert withdraw(cashier_client, SAVINGS, LIMITS[currency]).status_code == 201
    assert transfer(member_client, SAVINGS, OTHER, above).json()["code"] == "limit_exceeded"
    assert deposit(cashier_client, SAVINGS, SMALLEST[currency]).json()["amount"] == SMALLEST[currency]
    below_smallest = SMALLEST[currency].replace("1", "01") if DIGITS[currency] else "0.1"
    assert "amount" in deposit(cashier_client, SAVINGS, below_smallest).json()["fields"]


# --- all or nothing --------------------------------------------------------------------------------------------


def is_empty_database():
    return not (
        User.objects.exists()
        or Transaction.objects.exists()
        or Product.objects.exists()
        or Account.objects.filter(owner__isnull=False).exists()
        or AuditEvent.objects.exists()
    )


def test_failed_load_leaves_nothing_and_the_next_start_loads_everything(load_bank, monkeypatch):
    def broken(people):
        load_loans(people)
        raise ValueError("the disk is full")

    monkeypatch.setattr(load_demo, "load_loans", broken)
    with pytest.raises(ValueError, match="the disk is full"):
        load_bank("JPY")
    assert is_empty_database()

    monkeypatch.undo()
    assert "member@example.com" in run_load_demo()
    assert Loan.objects.count() == 8


def test_demo_bank_loads_with_limits_below_its_amounts(load_bank, settings):
    load_bank("USD", member="2", cashier="1")
    assert Loan.objects.count() == 8
    assert (settings.MEMBER_DAILY_TRANSFER_LIMIT, settings.CASHIER_LIMIT) == ("2", "1")  # in force again


def test_second_start_loads_nothing_and_an_incomplete_demo_bank_is_an_error_with_a_hint(load_bank, settings):
    """An earlier release inserted the users first, and failed at the first amount with cents."""
    first = load_bank("JPY")
    counts = (User.objects.count(), Transaction.objects.count(), Loan.objects.count())
    assert run_load_demo() == first
    assert (User.objects.count(), Transaction.objects.count(), Loan.objects.count()) == counts

    Loan.objects.filter(purpose="Water tank").update(purpose="another")
    with pytest.raises(CommandError, match=f"half a demo bank.* delete {settings.DATA_DIR} "):
        run_load_demo()


def test_demo_bank_is_not_loaded_into_a_database_with_users(db, settings, member):
    settings.DEBUG = True
    assert run_load_demo() == ""
    assert list(User.objects.all()) == [member]


# --- which currencies ------------------------------------------------------------------------------------------


def test_only_currency_codes_with_minor_units_are_accepted():
    accepted = {currency.value for currency in Currency if is_currency(currency.value)}
    assert accepted == {currency.value for currency in Currency if currency.exponent is not None}
    assert {"XAU", "XXX", "XTS", "XDR"}.isdisjoint(accepted)


@pytest.mark.parametrize("currency", DIGITS)
def test_default_limits_are_valid_amounts_in_the_currency_of_the_bank(settings, currency):
    settings.BANK_CURRENCY = currency
    settings.MEMBER_DAILY_TRANSFER_LIMIT = settings.CASHIER_LIMIT = default_limit(currency)
    assert default_limit(currency) == LIMITS[currency]
    check_production_settings()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:30", "09:00", "23:30"])
def test_demo_bank_has_local_days_and_nothing_in_the_future(zone, time, load_bank, bank_zone, clock):
    bank_zone(zone)
    clock.move_to(local_time(zone, f"2026-05-01T{time}"))
    load_bank()

    assert find_inconsistency() is None
    for row in Transaction.objects.all():
        assert row.value_date == row.booked_at.astimezone(ZoneInfo(zone)).date()
        assert row.booked_at <= clock_now()
    rents = Transaction.objects.filter(description="Rent").order_by("id")
    days = [row.value_date.isoformat() for row in rents]
    assert days == ["2026-02-01", "2026-03-01", "2026-04-01", *(["2026-05-01"] if time == "23:30" else [])]
    for rent in rents:
        assert f"{rent.booked_at.astimezone(ZoneInfo(zone)):%H:%M}" == "10:15"
    (late,) = [loan for loan in portfolio_on(date(2026, 5, 1)).loans if loan.days_late]
    assert late.days_late == 40
