"""Which transfers of a member need a confirmation, and that a confirmation is good for one of them only."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError

from audit.events import Event
from audit.models import AuditEvent
from confirmations.models import Confirmation
from core.models import IdempotencyKey
from tests.api_payments import balance_of, open_account, transfer
from tests.confirmed_requests import CONFIRMATIONS, TRANSFER, ApiCall, confirm, confirmed, create, send, transfer_call
from tests.second_factors import code_at, expect, send_factor, sign_in, take_all
from transactions.ledger import posting as ledger
from transactions.models import Transaction


@pytest.fixture
def call(funded, other_account):
    """A first transfer to the other member's account."""
    return transfer_call(funded, other_account, "50.00")


@pytest.fixture
def paid_before(member_client, other_account, funded, secret, clock):
    """The other member's account, to which the member has paid before."""
    call = transfer_call(funded, other_account, "1.00")
    expect(send(member_client, call, confirmed(member_client, call, secret)), 201)
    clock.shift(60)
    return other_account


def events(event):
    return list(AuditEvent.objects.filter(event=event).order_by("id"))


def transfers():
    return Transaction.objects.filter(kind="transfer").count()


def expect_refused(response, browser, number):
    """Nothing has moved, and the refusal is recorded."""
    expect(response, 401, "step_up_required")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="insufficient_user_authentication"'
    assert transfers() == 0
    assert balance_of(browser, number) == "5000.00"
    assert len(events(Event.CONFIRMATION_REFUSED)) == 1
    assert not events(Event.CONFIRMATION_USED)


def test_first_transfer_to_an_account_needs_a_confirmation(member_client, call, funded):
    response = send(member_client, call)

    expect(response, 401, "step_up_required")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="insufficient_user_authentication"'
    assert not transfers()
    assert not IdempotencyKey.objects.filter(key=call.key).exists()
    assert not events(Event.CONFIRMATION_REFUSED)


def test_confirmed_transfer_is_posted(member_client, member, call, secret, funded):
    confirmation = confirmed(member_client, call, secret)

    expect(send(member_client, call, confirmation), 201)

    assert balance_of(member_client, funded) == "4950.00"
    assert not Confirmation.objects.exists()
    given, used = events(Event.CONFIRMATION_GIVEN)[0], events(Event.CONFIRMATION_USED)[0]
    assert (given.user_id, given.actor_id, given.details) == (
        member.pk,
        member.pk,
        {"factor": "totp", "confirmation": confirmation},
    )
    assert (used.user_id, used.details) == (member.pk, {"confirmation": confirmation})
    assert used.request_id == events(Event.TRANSFER_POSTED)[0].request_id


def test_summary_shows_amount_source_and_masked_payee(member_client, call, funded, other_account):
    found = expect(create(member_client, call), 201)

    assert found["summary"] == {
        "amount": "50.00",
        "currency": "USD",
        "from_account": {"number": funded, "name": "Maria Member"},
        "payee": {"number": other_account, "name": "Matthew M."},
    }
    assert found["methods"] == ["totp"]
    assert "passkey" not in found


def test_user_without_a_factor_is_not_asked(member_client, member, call):
    take_all(member)
    expect(send(member_client, call), 201)


@pytest.mark.parametrize(("amount", "status"), [("999.99", 201), ("1000.00", 401), ("1000.01", 401)])
def test_transfer_of_the_step_up_amount_needs_a_confirmation(member_client, funded, paid_before, amount, status):
    expect(transfer(member_client, funded, paid_before, amount), status)


def test_step_up_amount_of_zero_asks_for_first_payments_only(member_client, funded, paid_before, settings):
    settings.STEP_UP_AMOUNT = "0"
    expect(transfer(member_client, funded, paid_before, "3000.00"), 201)


def test_first_transfer_needs_a_confirmation_with_a_step_up_amount_of_zero(member_client, call, settings):
    settings.STEP_UP_AMOUNT = "0"
    expect(send(member_client, call), 401, "step_up_required")


@pytest.mark.parametrize(("amount", "status"), [("999.99", 201), ("1000.00", 401)])
def test_own_account_is_not_a_new_payee(member_client, member, cashier_client, funded, amount, status):
    own = open_account(cashier_client, member.pk)
    expect(transfer(member_client, funded, own, amount), status)


def test_transfer_by_staff_needs_no_confirmation(manager_client, funded, other_account):
    expect(transfer(manager_client, funded, other_account, "3000.00"), 201)


def test_error_of_the_transfer_comes_before_the_confirmation(member_client, funded, other_account):
    expect(transfer(member_client, funded, other_account, "5000.01"), 422, "insufficient_funds")
    expect(transfer(member_client, funded, "999999999951", "2000.00"), 404, "not_found")
    expect(transfer(member_client, funded, other_account, "0"), 400, "invalid_request")


@pytest.mark.parametrize("changes", [{"amount": "50.01"}, {"amount": "51.00"}, {"description": "rent"}])
def test_confirmation_of_another_body_is_refused(member_client, call, secret, funded, changes):
    confirmation = confirmed(member_client, call, secret)
    other = ApiCall(call.method, call.path, call.body | changes, call.key)
    expect_refused(send(member_client, other, confirmation), member_client, funded)


def test_confirmation_of_another_payee_is_refused(member_client, cashier_client, other_member, call, secret, funded):
    confirmation = confirmed(member_client, call, secret)
    other = transfer_call(funded, open_account(cashier_client, other_member.pk), "50.00", call.key)
    expect_refused(send(member_client, other, confirmation), member_client, funded)


def test_confirmation_of_another_key_is_refused(member_client, call, secret, funded):
    confirmation = confirmed(member_client, call, secret)
    other = transfer_call(funded, call.body["to_account"], "50.00")
    expect_refused(send(member_client, other, confirmation), member_client, funded)


def test_confirmation_of_another_session_is_refused(member_client, member, signed_in, call, secret, funded):
    confirmation = confirmed(member_client, call, secret)
    expect_refused(send(signed_in(member), call, confirmation), member_client, funded)


def test_confirmation_of_a_session_that_was_replaced_is_refused(member_client, member, call, secret, funded, clock):
    """The same user signs in again on the same browser."""
    confirmation = confirmed(member_client, call, secret)
    clock.shift(30)
    challenge = sign_in(member_client, member.email)["challenge"]
    expect(send_factor(member_client, challenge, code=code_at(secret)), 200)
    expect_refused(send(member_client, call, confirmation), member_client, funded)


def test_confirmation_is_refused_in_another_browser(member_client, other_browser, call, secret, funded):
    confirmation = confirmed(member_client, call, secret)
    other_browser.access = member_client.access
    expect(send(other_browser, call, confirmation), 401, "browser_mismatch")
    assert not transfers()
    assert len(events(Event.BROWSER_MISMATCH)) == 1


def test_confirmation_of_another_user_is_refused(
    member_client, other_member, signed_in, cashier_client, call, secret, funded
):
    """The other member may not use it for the very same request either."""
    confirmation = confirmed(member_client, call, secret)
    type(other_member).objects.filter(pk=other_member.pk).update(has_factor=True)
    expect(send(signed_in(other_member), call, confirmation), 404, "not_found")
    assert Confirmation.objects.exists()


def test_confirmation_is_valid_until_five_minutes_have_passed(member_client, call, secret, clock):
    confirmation = confirmed(member_client, call, secret)
    clock.shift(timedelta(seconds=299))
    expect(send(member_client, call, confirmation), 201)


def test_confirmation_is_refused_after_five_minutes(member_client, call, secret, clock, funded):
    confirmation = confirmed(member_client, call, secret)
    clock.shift(timedelta(seconds=300))
    expect_refused(send(member_client, call, confirmation), member_client, funded)


def test_confirmation_without_a_factor_is_refused(member_client, call, funded):
    found = expect(create(member_client, call), 201)
    expect_refused(send(member_client, call, found["id"]), member_client, funded)


@pytest.mark.parametrize("confirmation", ["", "1", "00000000-0000-4000-8000-000000000000", "A" * 36])
def test_unknown_confirmation_is_refused(member_client, call, confirmation):
    expect(send(member_client, call, confirmation), 401, "step_up_required")
    assert not transfers()


def test_lost_response_is_replayed_with_the_same_key_and_confirmation(member_client, call, secret, funded):
    confirmation = confirmed(member_client, call, secret)
    first = send(member_client, call, confirmation)
    again = send(member_client, call, confirmation)
    without = send(member_client, call)

    assert again.json() == without.json() == expect(first, 201)
    assert again.headers["Idempotent-Replayed"] == without.headers["Idempotent-Replayed"] == "true"
    assert balance_of(member_client, funded) == "4950.00"
    assert len(events(Event.CONFIRMATION_USED)) == 1


def test_refused_transfer_does_not_use_the_confirmation(member_client, call, secret, funded, settings):
    confirmation = confirmed(member_client, call, secret)
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "10.00"
    expect(send(member_client, call, confirmation), 422, "limit_exceeded")
    assert Confirmation.objects.filter(pk=confirmation).exists()


def test_confirmation_is_not_used_if_the_posting_is_rolled_back(member_client, call, secret, monkeypatch):
    """A deadlock after the confirmation was used: the transaction runs again, with the same confirmation."""
    confirmation, post, runs = confirmed(member_client, call, secret), ledger.post_deferred, []

    def fail_once(*arguments):
        written = post(*arguments)
        runs.append(written)
        if len(runs) == 1:
            raise OperationalError(1213, "Deadlock found when trying to get lock")
        return written

    monkeypatch.setattr(ledger, "post_deferred", fail_once)
    expect(send(member_client, call, confirmation), 201)
    assert len(runs) == 2
    assert len(events(Event.CONFIRMATION_USED)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{{"from_account": "{source}", "to_account": "{target}", "amount": 5.50}}',
        '{{"amount":5.5,"to_account":"{target}","from_account":"{source}"}}',
        '{{ "amount" : 5.50 , "\\u0066rom_account" : "{source}" , "to_account" : "{target}" }}',
    ],
)
def test_confirmation_is_of_the_request_however_its_json_is_spelled(member_client, funded, other_account, secret, text):
    described = '{{"method": "POST", "path": "{path}", "idempotency_key": "k-1", "body": {body}}}'
    body = '{{"from_account": "{source}", "to_account": "{target}", "amount": 5.5}}'
    names = {"source": funded, "target": other_account}
    request = described.format(path=TRANSFER, body=body.format(**names))
    found = expect(post_text(member_client, CONFIRMATIONS, request), 201)
    expect(confirm(member_client, found["id"], code=code_at(secret)), 204)

    headers = {"Idempotency-Key": "k-1", "Confirmation": found["id"]}
    expect(post_text(member_client, TRANSFER, text.format(**names), **headers), 201)


def post_text(browser, path, text, **headers):
    """A request with this body, as it is."""
    all_headers = {"Authorization": f"Bearer {browser.access}", **headers}
    return browser.client.generic("POST", path, text, content_type="application/json", headers=all_headers)


def test_refusal_clears_no_cookie(member, signed_in, call, secret, clock):
    take_all(member)
    browser = signed_in(member, transport="cookie")
    type(member).objects.filter(pk=member.pk).update(has_factor=True)

    response = browser.post(TRANSFER, call.body, headers={"Idempotency-Key": call.key, "Origin": "http://testserver"})

    expect(response, 401, "step_up_required")
    assert not response.cookies
    expect(browser.check(token=None), 200)


def test_stored_row_has_nothing_of_the_request(member_client, call, secret, funded, other_account):
    confirmation = confirmed(member_client, call, secret)
    row = json.dumps({name: str(value) for name, value in Confirmation.objects.values().get(pk=confirmation).items()})
    assert not [text for text in (funded, other_account, call.key, "50.00") if text in row]
