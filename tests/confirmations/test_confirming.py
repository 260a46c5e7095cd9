"""`POST /api/confirmations/{id}/`: codes and passkeys, wrong ones, and their limits."""

import uuid
from datetime import timedelta

import pytest

from audit.events import Event
from audit.models import AuditEvent
from confirmations.models import Confirmation
from sessions_browser.services import cleanup_expired_sessions
from tests.authenticator import Authenticator
from tests.confirmed_requests import CONFIRMATIONS, confirm, create, send, transfer_call
from tests.rate_limit_settings import set_rates
from tests.second_factors import add_passkey, code_at, expect, give_recovery_codes, prove


@pytest.fixture
def call(funded, other_account):
    return transfer_call(funded, other_account, "50.00")


@pytest.fixture
def confirmation(member_client, call):
    """A confirmation that waits for a factor."""
    return expect(create(member_client, call), 201)["id"]


def wrong(secret):
    """Six digits that are no code of now."""
    return f"{(int(code_at(secret)) + 1) % 1_000_000:06}"


def failures():
    return [row.details for row in AuditEvent.objects.filter(event=Event.FACTOR_FAILED)]


def test_right_code_is_204(member_client, confirmation, secret):
    expect(confirm(member_client, confirmation, code=code_at(secret)), 204)
    assert Confirmation.objects.get().confirmed_at is not None


def test_wrong_code_is_400_factor_invalid(member_client, confirmation, secret):
    expect(confirm(member_client, confirmation, code=wrong(secret)), 400, "factor_invalid")
    assert Confirmation.objects.get().confirmed_at is None
    assert failures() == [{"step": "confirmation", "factor": "totp"}]
    expect(member_client.check(), 200)


def test_code_that_was_used_is_refused_for_another_confirmation(member_client, call, confirmation, secret):
    expect(confirm(member_client, confirmation, code=code_at(secret)), 204)
    other = expect(create(member_client, call), 201)["id"]
    expect(confirm(member_client, other, code=code_at(secret)), 400, "factor_invalid")


def test_repeated_call_is_204_and_uses_no_code(member_client, confirmation, secret, clock):
    expect(confirm(member_client, confirmation, code=code_at(secret)), 204)
    expect(confirm(member_client, confirmation, code=code_at(secret)), 204)
    assert AuditEvent.objects.filter(event=Event.CONFIRMATION_GIVEN).count() == 1


def test_recovery_code_does_not_confirm(member_client, member, confirmation):
    code = give_recovery_codes(member)[0]
    body = expect(confirm(member_client, confirmation, recovery_code=code), 400, "invalid_request")
    assert list(body["fields"]) == ["recovery_code"]
    expect(confirm(member_client, confirmation, code=code), 400, "factor_invalid")


@pytest.mark.parametrize("factor", [{}, {"code": "123456", "credential": {"response": {}}}])
def test_none_and_several_factors_are_400(member_client, confirmation, factor):
    expect(confirm(member_client, confirmation, **factor), 400, "invalid_request")


def test_confirmation_ends_after_five_wrong_codes(member_client, confirmation, secret, settings):
    set_rates(settings, factor="100/hour")
    for _ in range(5):
        expect(confirm(member_client, confirmation, code=wrong(secret)), 400, "factor_invalid")
    expect(confirm(member_client, confirmation, code=code_at(secret)), 404, "not_found")


def test_codes_draw_on_the_limit_of_factors(member_client, call, confirmation, secret, settings):
    set_rates(settings, factor="2/hour")
    for _ in range(2):
        expect(confirm(member_client, confirmation, code=wrong(secret)), 400)
    expect(confirm(member_client, confirmation, code=code_at(secret)), 429, "throttled")
    assert AuditEvent.objects.filter(event=Event.FACTOR_THROTTLED).exists()


def test_attempt_that_the_limit_refuses_is_not_counted(member_client, confirmation, secret, settings):
    set_rates(settings, factor="1/hour")
    expect(confirm(member_client, confirmation, code=wrong(secret)), 400)
    for _ in range(6):
        expect(confirm(member_client, confirmation, code=wrong(secret)), 429)
    assert Confirmation.objects.get().attempts == 1


def test_unknown_confirmation_is_404(member_client, secret):
    expect(confirm(member_client, uuid.uuid4(), code=code_at(secret)), 404, "not_found")


def test_confirmation_of_another_session_is_404(confirmation, member, signed_in, secret):
    expect(confirm(signed_in(member), confirmation, code=code_at(secret)), 404, "not_found")


def test_expired_confirmation_is_404(member_client, confirmation, secret, clock):
    clock.shift(timedelta(minutes=5))
    expect(confirm(member_client, confirmation, code=code_at(secret)), 404, "not_found")


def test_passkey_confirms(member_client, call, secret):
    authenticator = Authenticator()
    prove(member_client, code=code_at(secret))
    expect(add_passkey(member_client, authenticator), 201)

    found = expect(create(member_client, call), 201)
    assert found["methods"] == ["passkey", "totp"]
    expect(confirm(member_client, found["id"], credential=authenticator.get(found["passkey"])), 204)
    expect(send(member_client, call, found["id"]), 201)
    given = AuditEvent.objects.get(event=Event.CONFIRMATION_GIVEN)
    assert given.details["factor"] == "passkey"


def test_signature_for_another_confirmation_is_refused(member_client, call, secret):
    authenticator = Authenticator()
    prove(member_client, code=code_at(secret))
    expect(add_passkey(member_client, authenticator), 201)
    first, second = expect(create(member_client, call), 201), expect(create(member_client, call), 201)

    signature = authenticator.get(first["passkey"])

    expect(confirm(member_client, second["id"], credential=signature), 400, "factor_invalid")
    expect(confirm(member_client, first["id"], credential=signature), 204)


def test_client_of_another_origin_gets_no_passkey_options(member_client, call, secret):
    prove(member_client, code=code_at(secret))
    expect(add_passkey(member_client, Authenticator()), 201)
    found = expect(
        member_client.post(CONFIRMATIONS, call.described(), headers={"Origin": "https://other.example"}), 201
    )
    assert found["methods"] == ["totp"]
    assert "passkey" not in found


def test_clean_up_deletes_expired_confirmations(member_client, call, confirmation, clock):
    clock.shift(timedelta(minutes=4))
    kept = expect(create(member_client, call), 201)["id"]
    clock.shift(timedelta(minutes=1))
    assert cleanup_expired_sessions()["confirmations"] == 1
    assert str(Confirmation.objects.get().pk) == kept
