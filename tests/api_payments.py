"""Requests of the API that open accounts and post payments, each payment with a new idempotency key by default.

Each function takes a client of a signed-in user, local or over HTTP, and returns the response.
"""

import itertools
import uuid

UNKNOWN_ACCOUNT = "999999999951"  # a valid account number that does not exist
_keys = itertools.count()
_run = uuid.uuid4().hex


def idempotency_headers(key=None):
    """The header of a payment with `key`, or with a new key."""
    return {"Idempotency-Key": key or f"{_run}-{next(_keys)}"}


def open_account(browser, owner_id, kind="savings", **extra):
    """Opens an account; returns its number."""
    response = browser.post("/api/accounts/", {"owner": owner_id, "type": kind, **extra})
    assert response.status_code == 201, response.content
    return response.json()["number"]


def deposit(browser, number, amount, key=None, **extra):
    body = {"account": number, "amount": amount, **extra}
    return browser.post("/api/transactions/deposit/", body, headers=idempotency_headers(key))


def withdraw(browser, number, amount, key=None, **extra):
    body = {"account": number, "amount": amount, **extra}
    return browser.post("/api/transactions/withdraw/", body, headers=idempotency_headers(key))


def transfer(browser, source, target, amount, key=None, **extra):
    body = {"from_account": source, "to_account": target, "amount": amount, **extra}
    return browser.post("/api/transactions/transfer/", body, headers=idempotency_headers(key))


def reverse(browser, transaction_id, reason="entered twice", key=None):
    return browser.post(
        f"/api/transactions/{transaction_id}/reverse/", {"reason": reason}, headers=idempotency_headers(key)
    )


def balance_of(browser, number):
    return browser.get(f"/api/accounts/{number}/").json()["balance"]


def receive_cash(browser, amount, account="equity", description="Capital", key=None):
    """Cash into the vault."""
    body = {"amount": amount, "account": account, "description": description}
    return browser.post("/api/tills/vault/receive/", body, headers=idempotency_headers(key))


def pay_out_cash(browser, amount, account="bank", description="Night safe", key=None):
    """Cash out of the vault."""
    body = {"amount": amount, "account": account, "description": description}
    return browser.post("/api/tills/vault/pay-out/", body, headers=idempotency_headers(key))


def fund_till(browser, cashier_id, amount, key=None):
    return browser.post(f"/api/tills/{cashier_id}/fund/", {"amount": amount}, headers=idempotency_headers(key))


def return_cash(browser, cashier_id, amount, key=None):
    return browser.post(f"/api/tills/{cashier_id}/return/", {"amount": amount}, headers=idempotency_headers(key))


def count_till(browser, cashier_id, counted, key=None):
    return browser.post(f"/api/tills/{cashier_id}/count/", {"counted": counted}, headers=idempotency_headers(key))
