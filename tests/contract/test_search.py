"""Searches ignore case for every letter, respect accents, and accept any normal form, on both databases."""

import unicodedata
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.authorization.roles import Role
from loans.models import Loan, Product
from tests.admin.admin_client import AdminBrowser
from tests.api_payments import deposit, open_account
from tests.loan_factories import create_loan
from transactions.models import Transaction
from users.models import User

# A stored text; terms that find it; terms that do not find it.
TEXTS = [
    ("Öztürk", ["ÖZTÜRK", "öztürk", "Öztürk", "zTÜ"], ["oztürk", "Ozturk", "ÖZTURK"]),
    ("Зарплата", ["зарплата", "ЗАРПЛАТА", "Зарплата"], ["зарплатa"]),
    ("École", ["école", "ÉCOLE"], ["ecole", "ECOLE"]),
    ("Straße", ["STRASSE", "straße", "Strasse"], ["Strase"]),
    ("Σίσυφος", ["ΣΊΣΥΦΟΣ", "σίσυφοσ"], ["σισυφος"]),
    ("Işık İnce", ["ışık", "IŞIK", "ince", "İNCE"], ["isik"]),
    ("علی\u200cرضا", ["علی\u200cرضا", "علیرضا"], ["علي"]),
]
FORMS = ("NFC", "NFD")
API = ("users", "accounts", "loans", "transactions")
ADMIN = ("users/user", "accounts/account", "loans/loan", "loans/product", "transactions/transaction")


class Lists:
    """Stores a text in every searched field, and counts the rows that each list finds by a term."""

    def __init__(self, manager_client, admin_browser, member, manager, cashier):
        self.manager_client, self.admin_browser = manager_client, admin_browser
        self.member, self.manager, self.cashier = member, manager, cashier
        self.number = open_account(manager_client, member.pk)
        deposit(manager_client, self.number, "1.00")
        self.loan = create_loan(member, self.number, "applied", decided_by=manager, paid_out_by=cashier)

    def store(self, text):
        """Stores it as name of the user, the account and the product, as purpose, and in a new transaction."""
        User.objects.filter(pk=self.member.pk).update(full_name=text)
        Account.objects.filter(number=self.number).update(name=text)
        Loan.objects.filter(pk=self.loan.pk).update(purpose=text)
        Product.objects.filter(pk=self.loan.product_id).update(name=text)
        assert deposit(self.manager_client, self.number, "1.00", description=text).status_code == 201

    def count_in_api(self, term):
        """The number of rows that each list of the API finds."""
        return {name: len(self._api(f"/api/{name}/", search=term)) for name in API}

    def count_in_admin(self, term):
        """The number of rows that each list of the admin finds."""
        return {page: len(self._admin(page, term)) for page in ADMIN}

    def _api(self, path, search):
        response = self.manager_client.get(f"{path}?search={quote(search)}")
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def _admin(self, page, term):
        return self.admin_browser.get(f"/admin/{page}/?q={quote(term)}").context["cl"].result_list


@pytest.fixture
def lists(manager_client, member, manager, cashier):
    admin_browser = AdminBrowser()
    admin_browser.enter(manager)
    return Lists(manager_client, admin_browser, member, manager, cashier)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "finding", "not_finding"), TEXTS, ids=[text for text, *_ in TEXTS])
def test_api_search_ignores_case_and_respects_accents(lists, text, finding, not_finding):
    lists.store(text)
    for term in finding:
        for form in FORMS:
            assert lists.count_in_api(unicodedata.normalize(form, term)) == dict.fromkeys(API, 1), (term, form)
    for term in not_finding:
        assert lists.count_in_api(term) == dict.fromkeys(API, 0), term


@pytest.mark.slow
def test_admin_search_ignores_case_and_respects_accents(lists):
    lists.store("Öztürk Straße Зарплата")
    for term in ("ÖZTÜRK", unicodedata.normalize("NFD", "öztürk"), "STRASSE зарплата", '"öztürk strasse"'):
        assert lists.count_in_admin(term) == dict.fromkeys(ADMIN, 1), term
    for term in ("oztürk", "зарплатa"):
        assert lists.count_in_admin(term) == dict.fromkeys(ADMIN, 0), term


def test_search_finds_text_that_was_stored_before_normalization(lists):
    lists.store(unicodedata.normalize("NFD", "Öztürk"))
    Transaction.objects.bulk_create(
        [
            Transaction(kind="deposit", amount=1, currency="USD", description=unicodedata.normalize("NFD", "École"),
                        value_date="2026-03-01", created_by=lists.cashier)
        ]
    )  # fmt: skip
    assert lists.count_in_api("ÖZTÜRK") == dict.fromkeys(API, 1)
    assert lists.count_in_api("oztürk") == dict.fromkeys(API, 0)
    assert [lists.count_in_api(term)["transactions"] for term in ("école", "ÉCOLE", "ecole")] == [1, 1, 0]


def test_search_finds_accounts_by_owner_and_loans_by_borrower(lists):
    lists.store("x")
    User.objects.filter(pk=lists.member.pk).update(full_name="Öztürk", email="öz@bücher.example")
    for term in ("ÖZTÜRK", "ÖZ@BÜCHER"):
        assert lists.count_in_api(term) == {"users": 1, "accounts": 1, "loans": 1, "transactions": 0}, term
        assert list(lists.count_in_admin(term).values()) == [1, 1, 1, 0, 0], term
    assert lists.count_in_api("oz@bucher") == dict.fromkeys(API, 0)


def test_search_treats_wildcards_literally(lists):
    lists.store("100% sure_thing \\ back")
    for term in ("0% s", "E_T", "\\ b", "%", "_", "\\"):
        assert lists.count_in_api(term) == dict.fromkeys(API, 1), term
    for term in ("1%e", "s_re", "%%", "__"):
        assert lists.count_in_api(term) == dict.fromkeys(API, 0), term
    assert lists.count_in_admin("0% E_T") == dict.fromkeys(ADMIN, 1)
    assert lists.count_in_admin("1%e") == dict.fromkeys(ADMIN, 0)


def test_search_with_a_space_finds_a_no_break_space(lists):
    lists.store("1\u00a0000 €")
    assert lists.count_in_api("1 000 €")["transactions"] == 1
    assert lists.count_in_api("1\u00a0000 €")["transactions"] == 1


def test_row_written_without_the_models_is_found_by_the_database_collation(lists):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE users SET full_name = 'Raw Writer', full_name_folded = NULL")
    assert lists.count_in_api("RAW writer")["users"] >= 1
    assert lists.count_in_api("nobody")["users"] == 0


REFUSED = ["%00", "%09x%09y", "a%0Ab", "a%E2%80%AEb", "a%E2%80%8Eb", "x" * 201, quote("é" * 201)]


@pytest.mark.slow
def test_api_search_term_is_one_line_of_at_most_200_nfc_characters(lists):
    for path in ("/api/users/", "/api/accounts/", "/api/loans/", "/api/transactions/"):
        for text in REFUSED:
            response = lists.manager_client.get(f"{path}?search={text}")
            assert (response.status_code, list(response.json().get("fields", {}))) == (400, ["search"]), (path, text)
        for text in ("x" * 200, quote("e\u0301" * 200), quote("👨\u200d👩\u200d👧 1\u00a0000")):
            assert lists.manager_client.get(f"{path}?search={text}").status_code == 200, (path, text)


@pytest.mark.slow
def test_admin_search_term_is_one_line_of_at_most_200_nfc_characters(lists):
    for text in ("%00", "a%E2%80%AEb", "x" * 201):
        response = lists.admin_browser.get(f"/admin/users/user/?q={text}")
        assert response.status_code == 200
        assert len(list(response.context["messages"])) == 1, text
    for text in ("x" * 200, quote("e\u0301" * 200), quote("👨\u200d👩\u200d👧")):
        response = lists.admin_browser.get(f"/admin/users/user/?q={text}")
        assert not list(response.context["messages"]), text
        assert response.context["cl"].query == unicodedata.normalize("NFC", response.context["cl"].query)


def test_search_of_a_member_reads_only_own_transactions(lists, signed_in):
    browser = signed_in(lists.member)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/api/transactions/?search=x").status_code == 200
    searches = [query["sql"] for query in queries.captured_queries if "description_folded" in query["sql"]]
    assert len(searches) == 1
    assert '"account_id" = ' in searches[0].partition("WHERE")[2].replace("`", '"')


def test_search_of_a_member_ignores_case_and_respects_accents(lists, signed_in):
    lists.store("Öztürk")
    browser = signed_in(lists.member)
    for path in ("/api/accounts/", "/api/loans/", "/api/transactions/"):
        assert len(browser.get(f"{path}?search={quote('ÖZTÜRK')}").json()["results"]) == 1, path
        assert browser.get(f"{path}?search={quote('oztürk')}").json()["results"] == [], path
    assert lists.member.role == Role.MEMBER
