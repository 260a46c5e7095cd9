"""What the admin says: titles, empty lists, errors at the sign-in, ended sessions, refusals that keep the input."""

import re
from datetime import timedelta

import pytest

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import bound_form, confirm_action, messages, open_action
from tests.admin.bank_fixtures import deposit_cash, open_account_for
from tests.admin.role_table import LISTS
from tests.admin.test_admin_pages import page
from tests.loan_factories import create_loan
from transactions.models import Transaction

pytestmark = pytest.mark.slow

WRONG = "a wrong password"


def title(response):
    return " ".join(re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1].split())


def heading(response):
    return " ".join(re.sub("<[^>]+>", "", re.search(r"<h1.*?</h1>", response.content.decode(), re.DOTALL)[0]).split())


@pytest.mark.parametrize(
    ("name", "shown"),
    [("users_user", "People"), ("accounts_account", "Accounts"), ("loans_dueinstalment", "Instalments"),
     ("audit_auditevent", "Audit log"), ("loans_product", "Loan products")],
)  # fmt: skip
def test_window_titles_of_lists_are_plain_words(manager_admin_client, name, shown):
    response = manager_admin_client.get(page(name))
    assert title(response) == f"{shown} | Demo Savings Cooperative"
    assert heading(response) == shown


def test_titles_of_rows_are_their_names_and_no_capitalised_email(manager_admin_client, member, bank):
    response = manager_admin_client.get(page("users_user", "change", member.pk))
    assert (title(response), heading(response)) == (
        "Maria Member | People | Demo Savings Cooperative",
        "Maria Member",
    )
    assert "Member@example.com" not in response.content.decode()
    deposit = bank["transactions_transaction"][""]
    response = manager_admin_client.get(page("transactions_transaction", "change", deposit))
    assert heading(response).startswith("Deposit ")
    assert heading(manager_admin_client.get(page("users_user", "add"))) == "Add a person"


def test_empty_lists_say_so_without_an_offer_to_create_a_row(manager_admin_client):
    for name in LISTS:
        text = manager_admin_client.get(f"{page(name)}?q=zzzzzz").content.decode()
        assert "found" in text, name
        assert "Nothing matches the search and the filters." in text, name
        assert "Create a new item" not in text, name
    text = manager_admin_client.get(page("loans_loan")).content.decode()
    assert "No loans yet" in text
    assert "Create a new item" not in text


@pytest.mark.parametrize("name", ["accounts_account", "loans_loan", "users_user"])
def test_no_page_of_a_row_has_two_buttons_with_one_name(manager_admin_client, bank, name):
    text = manager_admin_client.get(page(name, "change", next(iter(bank[name].values())))).content.decode()
    assert "Back to the list" in text
    tags = re.findall(r"<(?:a|button)\b.*?</(?:a|button)>", text, re.DOTALL)
    names = [" ".join(re.sub("<[^>]+>", " ", tag).split()) for tag in tags]
    assert "Close" not in names
    if name == "accounts_account":
        assert len([shown for shown in names if "Close the account" in shown]) == 1


def test_wrong_password_at_the_sign_in_shows_one_sentence_in_the_words_of_the_bank(admin_browser, manager):
    text = admin_browser.log_in(manager.email, WRONG).content.decode()
    assert text.count('class="errornote') == 1
    assert "The e-mail address or the password is wrong" in text
    for words in ("case-sensitive", "Please correct", "staff account"):
        assert words not in text


def test_throttled_sign_in_says_how_long_to_wait(clock, admin_browser, manager):
    for _ in range(5):
        admin_browser.log_in(manager.email, WRONG)
    clock.shift(20)
    assert "Please wait 40 seconds and try again." in admin_browser.log_in(manager.email).content.decode()


def test_signing_out_says_so_and_no_more(manager_admin_client):
    text = manager_admin_client.log_out().content.decode()
    assert "You are signed out" in text
    assert "quality time" not in text


def end_session(person):
    BrowserSession.objects.filter(user=person).delete()


def test_form_sent_after_the_session_has_ended_leads_to_a_sign_in_that_says_why(manager_admin_client, manager, member):
    path = page("users_user", "change", member.pk)
    end_session(manager)
    response = manager_admin_client.post(path, full_name="Other")
    assert response.headers["Location"] == f"/admin/login/?next={path}&ended=form"
    text = manager_admin_client.get(response.headers["Location"]).content.decode()
    assert "nothing has been saved" in text
    assert member.full_name == "Maria Member"


def test_page_opened_after_the_session_has_ended_leads_to_a_sign_in_that_says_why(manager_admin_client, manager):
    end_session(manager)
    response = manager_admin_client.get("/admin/loans/loan/")
    assert response.headers["Location"] == "/admin/login/?next=/admin/loans/loan/&ended=session"
    assert "You were signed out" in manager_admin_client.get(response.headers["Location"]).content.decode()


def test_sign_in_page_says_nothing_to_somebody_who_was_not_signed_in(admin_browser, manager):
    assert admin_browser.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    for query in ("", "?ended=", "?ended=nonsense"):
        assert "session-ended" not in admin_browser.get(f"/admin/login/{query}").content.decode()
    # After a wrong password, the reason is no longer of interest.
    text = admin_browser.post("/admin/login/?ended=form", username=manager.email, password=WRONG).content.decode()
    assert "session-ended" not in text


@pytest.fixture
def account(member, cashier):
    return open_account_for(member, cashier)


def test_refused_action_keeps_the_input_and_can_be_repeated(manager_admin_client, account, cashier):
    deposit_cash(account, cashier)
    key = open_action(manager_admin_client, "accounts_account", "close", account.pk).context["form"]["key"].value()
    sent = {"key": key, "reason": "moved away"}
    response = confirm_action(manager_admin_client, "accounts_account", "close", account.pk, **sent)
    form = bound_form(response)
    assert response.status_code == 200
    assert form["reason"].value() == "moved away"
    assert "zero balance" in messages(response)[0]
    assert form["key"].value() not in {"", key}
    assert "moved away" in response.content.decode()


def test_reversal_refused_once_is_posted_when_the_money_is_there_again(manager_admin_client, account, cashier):
    first, name = deposit_cash(account, cashier), "transactions_transaction"
    type(account).objects.filter(pk=account.pk).update(balance=0)
    response = confirm_action(manager_admin_client, name, "reverse", first.pk, reason="typed twice")
    assert "not enough money" in messages(response)[0]
    type(account).objects.filter(pk=account.pk).update(balance=100_00)
    form = bound_form(response)
    sent = {"key": form["key"].value(), "reason": form["reason"].value()}
    again = confirm_action(manager_admin_client, name, "reverse", first.pk, **sent)
    assert "is reversed by transaction" in messages(again)[0]
    assert Transaction.objects.filter(reverses=first).count() == 1
    assert AuditEvent.objects.filter(event="payment_refused").count() == 1


def test_start_page_of_a_cashier_lists_the_latest_transactions_by_time(admin_login, account, cashier):
    latest = deposit_cash(account, cashier)
    day = latest.booked_at - timedelta(days=1)
    stored = {"kind": "deposit", "amount": 1, "currency": "USD", "value_date": day.date(), "created_by": cashier}
    Transaction.objects.bulk_create(Transaction(booked_at=day, to_account=account, **stored) for _ in range(12))
    rows = admin_login(cashier).get("/admin/").context["start"]["latest"]["rows"]
    assert len(rows) == 10
    assert f"No. {latest.pk}<" in rows[0][0]


def test_start_page_links_a_cashier_to_a_loan_to_disburse(admin_login, cashier, member, manager, account):
    loan = create_loan(member, account.number, "approved", decided_by=manager, paid_out_by=cashier)
    browser = admin_login(cashier)
    address = page("loans_loan", "change", loan.pk)
    assert f'href="{address}"' in browser.get("/admin/").content.decode()
    assert browser.get(address).status_code == 200
