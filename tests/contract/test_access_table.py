"""Responses match the access table, which has every route and method; every view declares its permissions."""

import json
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.hashers import make_password

from accounts.enums import AccountType
from accounts.models import Account
from accounts.numbers import new_number
from core.authorization.capabilities import Capability, capabilities_of
from core.authorization.permissions import DENY_ALL, RequiresCapability
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.clock import now
from core.db.transactions import atomic_with_retry
from core.validation import MAX_ID
from sessions_browser.models import BrowserSession
from tests.api_payments import UNKNOWN_ACCOUNT
from tests.browsers import LocalBrowser
from tests.cash import put_cash_in_till, put_cash_in_vault
from tests.contract.access_table import ROLES, ROWS, SENDS
from tests.contract.confirmation_values import ABSENT, confirmation_values
from tests.contract.factor_values import factor_values, login_step_values
from tests.contract.routes import METHODS, api_views, methods_of, other_views, permissions_of
from tests.hashers import PASSWORD
from tests.loan_factories import create_loan
from transactions.payments.services import post_deposit
from users.link_tokens import (
    email_change_tokens,
    get_email_change_facts,
    get_registration_facts,
    registration_tokens,
)
from users.models import KnownBrowser, PendingEmailChange, PendingRegistration, User
from users.notifications import link_for

# Slow are calls that the declared capabilities refuse, which the tests of the capabilities compare with the same table,
# and ids that nothing has.
CALLS = [pytest.param(row, role, id=f"{row.method} {row.path} {row.whose} {row.sends} by {role}",
                      marks=[pytest.mark.slow] if status == 403 or row.whose == "absent" else [])
         for row in ROWS for role, status in row.statuses.items()]  # fmt: skip
# The status that a loan must have, by the last part of the path.
LOAN_STATUS = {"disburse": "approved", **dict.fromkeys(["repay", "settle", "payoff", "write-off"], "active")}
PAYMENT_PATHS = ("/api/transactions/", "/api/loans/", "/api/tills/")
MONEY_PATHS = (*PAYMENT_PATHS, "/api/accounts/", "/api/confirmations/")
TELLER = "teller@bank.example"
CASHIER, MANAGER = {"role": Role.CASHIER}, {"role": Role.MANAGER}
CAST = {
    "member": {},
    "cashier": CASHIER,
    "manager": MANAGER,
    "administrator": MANAGER | {"is_superuser": True},
    "other_member": {},
    "other_cashier": CASHIER,
    "other_manager": MANAGER,
    "payee": {},
    "teller": CASHIER,
    "lender": MANAGER,
}


def create_person(name):
    return User.objects.create_user(f"{name}@bank.example", PASSWORD, full_name=name.title(), **CAST[name])


ID_NAMES = (
    "user_id", "session_id", "known_browser_id", "passkey_id", "transaction_id", "product_id", "loan_id", "cashier_id",
)  # fmt: skip


def browser_of(role):
    """A browser on which a new user with this role is signed in; no user for `anonymous`."""
    browser = LocalBrowser()
    if role != "anonymous":
        browser.enter(create_person(role))
    return browser


def create_values(row, role, browser):
    """Creates the objects that the row needs; returns the values of its `{…}`."""
    if row.whose == "absent":
        return create_absent_values(row, role)
    if row.whose == "own" and role == "anonymous":
        owner = create_person("other_member")
        given = {"email": owner.email, "refresh": "no.such.token", "code": "123456", "credential": {"response": {}}}
        return {"request_body": {}, **given, **login_step_values(row.sends, owner)}
    owner = (
        User.objects.get(email=f"{role}@bank.example") if row.whose == "own" else create_person(f"other_{row.whose}")
    )
    if row.whose != "own" and "session_id" in row.path:
        LocalBrowser().enter(owner)
    if row.path.startswith(MONEY_PATHS):
        return create_money_values(row, role, owner)
    uid, token = uid_and_token(row.sends, owner)
    session = BrowserSession.objects.filter(user=owner).first()
    known_browser = KnownBrowser.objects.create(user=owner, browser_hash="a hash", is_minted=True)
    return {
        "user_id": owner.pk,
        "name": "trial-balance",
        "email": owner.email,
        "refresh": browser.refresh,
        "uid": uid,
        "token": token,
        "session_id": session and session.pk,
        "known_browser_id": known_browser.pk,
        **login_step_values(row.sends, owner),
        **factor_values(row, owner),
    }


def create_money_values(row, role, owner):
    """The owner's accounts, loans, cash, or what confirms a transfer."""
    if row.path.startswith("/api/confirmations/"):
        account = create_account_with_money(owner, empty=True)
        return confirmation_values(row, owner, f"{role}@bank.example", **account)
    if row.path.startswith("/api/loans/"):
        return create_loan_for(owner, LOAN_STATUS.get(row.path.rstrip("/").rpartition("/")[2], "applied"))
    if row.path.startswith("/api/tills/"):
        return create_cash(owner)
    return {"user_id": owner.pk, **create_account_with_money(owner, empty=row.path.startswith("/api/accounts/"))}


def create_absent_values(row, role):
    """Ids and numbers that nothing has."""
    numbers = dict.fromkeys(ID_NAMES, MAX_ID)
    values = {**numbers, "number": UNKNOWN_ACCOUNT, "target": "999999999854", "name": "no-such-report"}
    if not row.path.startswith("/api/confirmations/"):
        return values
    owner, accounts = create_person("payee"), {"number": UNKNOWN_ACCOUNT, "target": "999999999854"}
    values |= confirmation_values(row, owner, f"{role}@bank.example", **accounts)
    return {**values, "confirmation_id": ABSENT}


def uid_and_token(sends, owner):
    """The `uid` and `token` of the mailed link that the row sends."""
    expires_at = now() + timedelta(hours=1)
    if sends == "register_link":
        pending = PendingRegistration(
            email="new@bank.example", uid="1", password=make_password(PASSWORD), expires_at=expires_at
        )
        pending.save()
        return pending.uid, registration_tokens.make(*get_registration_facts(pending))
    if sends == "email_link":
        change = PendingEmailChange.objects.create(user=owner, email="new@bank.example", uid="1", expires_at=expires_at)
        return change.uid, email_change_tokens.make(*get_email_change_facts(change, owner))
    link = parse_qs(urlsplit(link_for(owner)).query)
    return link["uid"][0], link["token"][0]


def create_cash(owner):
    """Cash in the vault and, for staff, in their till."""
    put_cash_in_vault(1000_00)
    if Capability.PROCESS_CASH in capabilities_of(owner):
        put_cash_in_till(owner, 100_00)
    return {"cashier_id": owner.pk}


def create_account_with_money(owner, *, empty):
    """An account, empty or with a deposit of 100.00, and an account of another member."""
    number, target = (create_account(user) for user in (owner, create_person("payee")))
    if empty:
        return {"number": number, "target": target}
    deposit = atomic_with_retry(post_deposit)
    transaction = deposit(
        actor=create_person("teller"), number=number, amount=100_00, description="", client=SYSTEM_CLIENT
    )
    for staff in User.objects.filter(role__in=[Role.CASHIER, Role.MANAGER]):
        put_cash_in_till(staff, 100_00)  # so that each of them can pay out
    return {"number": number, "target": target, "transaction_id": transaction.pk}


def create_loan_for(owner, status):
    """A loan in this state, its product, and its funded account."""
    number = create_account_with_money(owner, empty=False)["number"]
    loan = create_loan(
        owner, number, status, decided_by=create_person("lender"), paid_out_by=User.objects.get(email=TELLER)
    )
    return {"loan_id": loan.pk, "product_id": loan.product_id, "number": number}


def create_account(owner):
    """Opens an account for staff as well: a former member keeps the accounts."""
    return Account.objects.create(number=new_number(), owner=owner, type=AccountType.SAVINGS, currency="USD").number


def fill_in(body, values):
    """The body with its `{…}` replaced; a value that is only a placeholder keeps its type."""
    placeholders = {f"{{{name}}}": value for name, value in values.items()}
    return {
        k: placeholders[v] if v in placeholders else v.format(**values) if isinstance(v, str) else v
        for k, v in body.items()
    }


@pytest.mark.parametrize(("row", "role"), CALLS)
def test_well_formed_request_gets_the_status_of_the_access_table(row, role, db):
    browser = browser_of(role)
    values = create_values(row, role, browser)
    path = row.path.format(**values) + (f"?user={values['user_id']}" if row.sends == "?user" else "")
    body = SENDS[row.sends]
    key = {"Idempotency-Key": "a key"} if row.method == "POST" and path.startswith(PAYMENT_PATHS) else {}
    response = browser.request(row.method, path, fill_in(body, values) if body else None, headers=key)

    assert response.status_code == row.statuses[role], response.content
    if row.method == "GET":
        head = browser.request("HEAD", path)
        assert (head.status_code, head.getvalue()) == (response.status_code, b"")


@pytest.mark.parametrize("role", ROLES)
def test_unsupported_method_is_405_for_every_role(role, db):
    browser = browser_of(role)
    for path, view in api_views().items():
        for method in {*METHODS, "TRACE", "OPTIONS"} - methods_of(view):
            response = browser.request(
                method,
                re.sub(r"{\w+}", "1", path.replace("{confirmation_id}", str(ABSENT))),
                {},
            )
            assert (method, path, response.status_code) == (method, path, 405)
            assert json.loads(response.content)["code"] == "method_not_allowed"
            assert set(response.headers["Allow"].split(", ")) - {"HEAD"} == methods_of(view)


def test_access_table_has_exactly_the_routes_and_methods_of_the_urlconf():
    in_urlconf = {(method, path) for path, view in api_views().items() for method in methods_of(view)}

    assert {row.route for row in ROWS} == in_urlconf


def test_access_table_has_own_foreign_and_absent_ids_for_every_route_with_an_id():
    for method, path in {row.route for row in ROWS if "{" in row.path}:
        assert {row.whose for row in ROWS if row.route == (method, path)} >= {"own", "member", "absent"}, path


def test_every_view_declares_who_may_call_each_of_its_methods():
    for path, view in api_views().items():
        assert set(permissions_of(view)) == methods_of(view), path
        assert all(
            isinstance(rule, RequiresCapability) and rule != DENY_ALL for rule in permissions_of(view).values()
        ), path


def test_only_schema_and_docs_are_outside_the_access_table():
    assert set(other_views()) == {"/api/schema/", "/api/docs/"}
