"""Confirmations of a transfer by a second factor."""

from tests.confirmed_requests import confirm, confirmed, create, send, transfer_call
from tests.contract.query_budget_cases.cost import ok
from tests.contract.query_budget_cases.payments import sign_in_with_accounts
from tests.contract.query_budget_cases.sign_in import sign_in
from tests.second_factors import code_at, give_totp


def client_with_a_factor(browser, person):
    """A client of a member who has an authenticator, its secret, and a first transfer of the member's."""
    numbers, owners = sign_in_with_accounts(browser, person)
    member_client = sign_in(owners[0])
    return member_client, give_totp(owners[0]), transfer_call(*numbers, "1.00")


def confirmation_creation(browser, person):
    client, _, call = client_with_a_factor(browser, person)
    return lambda: ok(create(client, call), 201)


def confirmation_by_a_code(browser, person):
    client, secret, call = client_with_a_factor(browser, person)
    confirmation = create(client, call).json()["id"]
    return lambda: ok(confirm(client, confirmation, code=code_at(secret)), 204)


def unconfirmed_transfer(browser, person):
    client, _, call = client_with_a_factor(browser, person)
    return lambda: ok(send(client, call), 401)


def confirmed_transfer(browser, person):
    """As the first transfer to a payee, with the use of the confirmation and its audit row."""
    client, secret, call = client_with_a_factor(browser, person)
    confirmation = confirmed(client, call, secret)
    return lambda: ok(send(client, call, confirmation), 201)
