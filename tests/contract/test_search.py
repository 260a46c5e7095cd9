"""Searches: without regard to case for every letter, with respect to accents, in any normal form, on both databases."""

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

# A stored text; terms that find it; terms that do not.
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
    """A text put where each list searches; the list's rows that are found by a term, as ids."""

    def __init__(self, office, inside, member, manager, cashier):
        self.office, self.inside = office, inside
        self.member, self.manager, self.cashier = member, manager, cashier
        self.number = open_account(office, member.pk)
        deposit(office, self.number, "1.00")
        self.loan = create_loan(member, self.number, "applied", decided_by=manager, paid_out_by=cashier)

    def put(self, text):
        """In a person's name, an account's, a loan's purpose, a product's name, and a new transaction's description."""
        User.objects.filter(pk=self.member.pk).update(full_name=text)
        Account.objects.filter(number=self.number).update(name=text)
        Loan.objects.filter(pk=self.loan.pk).update(purpose=text)
        Product.objects.filter(pk=self.loan.product_id).update(name=text)
        assert deposit(self.office, self.number, "1.00", description=text).status_code == 201

    def found(self, term):
        """By list of the API: how many rows are found."""
        return {name: len(self._api(f"/api/{name}/", search=term)) for name in API}

    def found_in_admin(self, term):
        """By list of the admin: how many rows are found."""
        return {page: len(self._admin(page, term)) for page in ADMIN}

    def _api(self, path, search):
        response = self.office.get(f"{path}?search={quote(search)}")
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def _admin(self, page, term):
        return self.inside.get(f"/admin/{page}/?q={quote(term)}").context["cl"].result_list


@pytest.fixture
def lists(manager_client, member, manager, cashier):
    inside = AdminBrowser()
    inside.enter(manager)
    return Lists(manager_client, inside, member, manager, cashier)


@pytest.mark.parametrize(("text", "finding", "not_finding"), TEXTS, ids=[text for text, *_ in TEXTS])
def test_every_search_ignores_case_and_respects_accents(lists, text, finding, not_finding):
    lists.put(text)
    for term in finding:
        for form in FORMS:
            assert lists.found(unicodedata.normalize(form, term)) == dict.fromkeys(API, 1), (term, form)
    for term in not_finding:
        assert lists.found(term) == dict.fromkeys(API, 0), term


def test_every_search_of_the_admin_does_too(lists):
    lists.put("Öztürk Straße Зарплата")
    for term in ("ÖZTÜRK", unicodedata.normalize("NFD", "öztürk"), "STRASSE зарплата", '"öztürk strasse"'):
        assert lists.found_in_admin(term) == dict.fromkeys(ADMIN, 1), term
    for term in ("oztürk", "зарплатa"):
        assert lists.found_in_admin(term) == dict.fromkeys(ADMIN, 0), term


def test_text_stored_before_it_was_normalized_is_found(lists):
    lists.put(unicodedata.normalize("NFD", "Öztürk"))
    Transaction.objects.bulk_create(
        [
            Transaction(kind="deposit", amount=1, currency="USD", description=unicodedata.normalize("NFD", "École"),
                        value_date="2026-03-01", created_by=lists.cashier)
        ]
    )  # fmt: skip
    assert lists.found("ÖZTÜRK") == dict.fromkeys(API, 1)
    assert lists.found("oztürk") == dict.fromkeys(API, 0)
    assert [lists.found(term)["transactions"] for term in ("école", "ÉCOLE", "ecole")] == [1, 1, 0]


def test_owner_is_found_in_accounts_and_borrower_in_loans(lists):
    lists.put("x")
    User.objects.filter(pk=lists.member.pk).update(full_name="Öztürk", email="öz@bücher.example")
    for term in ("ÖZTÜRK", "ÖZ@BÜCHER"):
        assert lists.found(term) == {"users": 1, "accounts": 1, "loans": 1, "transactions": 0}, term
        assert list(lists.found_in_admin(term).values()) == [1, 1, 1, 0, 0], term
    assert lists.found("oz@bucher") == dict.fromkeys(API, 0)


def test_wildcards_are_literal(lists):
    lists.put("100% sure_thing \\ back")
    for term in ("0% s", "E_T", "\\ b", "%", "_", "\\"):
        assert lists.found(term) == dict.fromkeys(API, 1), term
    for term in ("1%e", "s_re", "%%", "__"):
        assert lists.found(term) == dict.fromkeys(API, 0), term
    assert lists.found_in_admin("0% E_T") == dict.fromkeys(ADMIN, 1)
    assert lists.found_in_admin("1%e") == dict.fromkeys(ADMIN, 0)


def test_no_break_space_is_found_by_a_space(lists):
    lists.put("1\u00a0000 €")
    assert lists.found("1 000 €")["transactions"] == 1
    assert lists.found("1\u00a0000 €")["transactions"] == 1


def test_row_written_past_the_models_is_found_as_far_as_the_database_ignores_case(lists):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE users SET full_name = 'Raw Writer', full_name_folded = NULL")
    assert lists.found("RAW writer")["users"] >= 1
    assert lists.found("nobody")["users"] == 0


REFUSED = ["%00", "%09x%09y", "a%0Ab", "a%E2%80%AEb", "a%E2%80%8Eb", "x" * 201, quote("é" * 201)]


def test_term_is_one_line_of_at_most_200_characters_of_nfc(lists):
    for path in ("/api/users/", "/api/accounts/", "/api/loans/", "/api/transactions/"):
        for text in REFUSED:
            response = lists.office.get(f"{path}?search={text}")
            assert (response.status_code, list(response.json().get("fields", {}))) == (400, ["search"]), (path, text)
        for text in ("x" * 200, quote("e\u0301" * 200), quote("👨\u200d👩\u200d👧 1\u00a0000")):
            assert lists.office.get(f"{path}?search={text}").status_code == 200, (path, text)


def test_term_in_the_admin_obeys_the_same_rule(lists):
    for text in ("%00", "a%E2%80%AEb", "x" * 201):
        response = lists.inside.get(f"/admin/users/user/?q={text}")
        assert response.status_code == 200
        assert len(list(response.context["messages"])) == 1, text
    for text in ("x" * 200, quote("e\u0301" * 200), quote("👨\u200d👩\u200d👧")):
        response = lists.inside.get(f"/admin/users/user/?q={text}")
        assert not list(response.context["messages"]), text
        assert response.context["cl"].query == unicodedata.normalize("NFC", response.context["cl"].query)


def test_members_search_reads_no_more_transactions_than_their_own(lists, signed_in):
    browser = signed_in(lists.member)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/api/transactions/?search=x").status_code == 200
    searches = [query["sql"] for query in queries.captured_queries if "description_folded" in query["sql"]]
    assert len(searches) == 1
    assert "from_account_id" in searches[0].partition("WHERE")[2]


def test_role_does_not_matter_to_what_is_found_among_the_visible(lists, signed_in):
    lists.put("Öztürk")
    browser = signed_in(lists.member)
    for path in ("/api/accounts/", "/api/loans/", "/api/transactions/"):
        assert len(browser.get(f"{path}?search={quote('ÖZTÜRK')}").json()["results"]) == 1, path
        assert browser.get(f"{path}?search={quote('oztürk')}").json()["results"] == [], path
    assert lists.member.role == Role.MEMBER
