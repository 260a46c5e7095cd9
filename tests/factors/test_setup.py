"""`/api/users/factors/`: what is listed, authenticators, recovery codes, proofs and their refusals."""

import pytest

from audit.events import Event
from audit.models import AuditEvent
from core.clock import iso_utc, now
from factors.models import RecoveryCode, TotpDevice
from tests.hashers import PASSWORD
from tests.rate_limit_settings import set_rates
from tests.second_factors import FACTORS, PROOF, add_totp, code_at, expect, give_recovery_codes, give_totp, prove

NOTHING = {
    "totp": {"enabled": False, "added_at": None},
    "passkeys": [],
    "recovery_codes": {"left": 0},
    "required": False,
}
CHANGES = [
    ("POST", "totp/", None),
    ("POST", "totp/confirm/", {"code": "123456"}),
    ("POST", "passkeys/options/", None),
    ("POST", "passkeys/", {"name": "Phone", "credential": {"response": {}}}),
    ("POST", "recovery-codes/", None),
]


@pytest.fixture
def browser_of_member(clock, signed_in, member):
    return signed_in(member)


@pytest.fixture
def proved(browser_of_member):
    """The member's browser, after a proof by the password."""
    prove(browser_of_member)
    return browser_of_member


def get_factors(browser):
    return expect(browser.get(FACTORS), 200)


def events(event):
    return list(AuditEvent.objects.filter(event=event).order_by("id").values_list("user_id", "details"))


def test_user_without_factors_has_an_empty_list(browser_of_member):
    assert get_factors(browser_of_member) == NOTHING


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_change_without_a_proof_is_401_step_up_required(browser_of_member, method, path, body):
    response = browser_of_member.request(method, FACTORS + path, body)

    expect(response, 401, "step_up_required")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="insufficient_user_authentication"'
    assert browser_of_member.check().status_code == 200


def test_step_up_required_clears_no_cookie(clock, signed_in, member):
    browser = signed_in(member, transport="cookie")
    response = browser.post(f"{FACTORS}totp/", headers={"Origin": "https://app.bank.example"})

    expect(response, 401, "step_up_required")
    assert browser.cookie("auth_token")
    assert not response.cookies


def test_proof_is_valid_for_five_minutes(proved, clock):
    clock.shift(299)
    expect(proved.post(f"{FACTORS}totp/"), 200)
    clock.shift(1)
    expect(proved.post(f"{FACTORS}totp/"), 401, "step_up_required")


def test_proof_of_one_session_is_not_one_of_another(proved, signed_in, member):
    expect(signed_in(member).post(f"{FACTORS}totp/"), 401, "step_up_required")


def test_proof_ends_with_its_session_on_the_same_browser(proved, member):
    expect(proved.log_in(member.email), 200)
    expect(proved.post(f"{FACTORS}totp/"), 401, "step_up_required")


def test_wrong_password_proves_nothing_and_counts_as_a_password_attempt(browser_of_member, settings):
    set_rates(settings, login="2/hour", login_known="2/hour")
    for _ in range(2):
        body = expect(browser_of_member.post(PROOF, {"password": "a wrong password"}), 400, "invalid_request")
        assert list(body["fields"]) == ["password"]
    expect(browser_of_member.post(PROOF, {"password": PASSWORD}), 429, "throttled")
    assert len(events(Event.FACTOR_FAILED)) == 2


@pytest.mark.parametrize("body", [{}, {"password": PASSWORD, "code": "123456"}])
def test_proof_takes_exactly_one_of_its_fields(browser_of_member, body):
    assert "exactly one" in expect(browser_of_member.post(PROOF, body), 400, "invalid_request")["error"]


def test_authenticator_is_added_by_its_first_code(proved, member):
    setup = expect(proved.post(f"{FACTORS}totp/"), 200)
    assert setup["uri"].startswith("otpauth://totp/")
    assert setup["secret"] in setup["uri"]
    assert get_factors(proved) == NOTHING

    expect(proved.post(f"{FACTORS}totp/confirm/", {"code": code_at(setup["secret"])}), 204)

    assert get_factors(proved)["totp"] == {"enabled": True, "added_at": iso_utc(now())}
    member.refresh_from_db()
    assert member.has_factor
    assert events(Event.FACTOR_ADDED) == [(member.pk, {"factor": "totp"})]


def test_code_with_spaces_is_accepted(proved):
    secret = expect(proved.post(f"{FACTORS}totp/"), 200)["secret"]
    code = code_at(secret)
    expect(proved.post(f"{FACTORS}totp/confirm/", {"code": f" {code[:3]} {code[3:]} "}), 204)


def test_wrong_first_code_is_400_and_enables_nothing(proved, member):
    secret = expect(proved.post(f"{FACTORS}totp/"), 200)["secret"]
    expect(proved.post(f"{FACTORS}totp/confirm/", {"code": code_at(secret, steps=5)}), 400, "factor_invalid")

    assert get_factors(proved) == NOTHING
    member.refresh_from_db()
    assert not member.has_factor
    assert events(Event.FACTOR_FAILED) == [(member.pk, {"step": "setup", "factor": "totp"})]


def test_first_code_without_a_secret_is_400(proved):
    expect(proved.post(f"{FACTORS}totp/confirm/", {"code": "123456"}), 400, "factor_invalid")


def test_confirmation_counts_as_a_proof_by_a_factor(proved, clock):
    clock.shift(200)
    add_totp(proved)
    clock.shift(200)
    expect(proved.post(f"{FACTORS}recovery-codes/"), 201)


def test_password_does_not_prove_the_session_for_a_user_with_a_factor(browser_of_member, member):
    give_totp(member)
    expect(browser_of_member.post(PROOF, {"password": PASSWORD}), 400, "factor_invalid")


def test_earlier_proof_by_the_password_is_not_enough_once_there_is_a_factor(proved, member):
    give_totp(member)
    expect(proved.post(f"{FACTORS}recovery-codes/"), 401, "step_up_required")
    expect(proved.delete(f"{FACTORS}totp/"), 401, "step_up_required")


def test_code_proves_a_session_once(browser_of_member, member):
    secret = give_totp(member)
    prove(browser_of_member, code=code_at(secret))
    expect(browser_of_member.post(PROOF, {"code": code_at(secret)}), 400, "factor_invalid")
    expect(browser_of_member.post(f"{FACTORS}recovery-codes/"), 201)
    assert events(Event.FACTOR_FAILED) == [(member.pk, {"step": "proof", "factor": "totp"})]


def test_sixth_code_in_15_minutes_is_429_and_a_right_one_is_refunded(browser_of_member, member, clock):
    secret = give_totp(member)
    prove(browser_of_member, code=code_at(secret))
    for _ in range(5):
        expect(browser_of_member.post(PROOF, {"code": code_at(secret, steps=9)}), 400, "factor_invalid")
    clock.shift(60)
    refused = browser_of_member.post(PROOF, {"code": code_at(secret)})
    expect(refused, 429, "throttled")
    assert int(refused.headers["Retry-After"]) == 900 - 60
    assert events(Event.FACTOR_THROTTLED) == [(member.pk, {})]
    clock.shift(900 - 60)
    prove(browser_of_member, code=code_at(secret))


def test_twenty_wrong_codes_are_judged_in_a_day(browser_of_member, member, clock):
    secret, judged = give_totp(member), 0
    for _ in range(5):
        for _ in range(5):
            judged += browser_of_member.post(PROOF, {"code": code_at(secret, steps=9)}).status_code == 400
        clock.shift(901)
    assert judged == 20


def test_removed_authenticator_is_gone_with_its_recovery_codes(proved, member):
    add_totp(proved)
    expect(proved.post(f"{FACTORS}recovery-codes/"), 201)

    expect(proved.delete(f"{FACTORS}totp/"), 204)

    assert get_factors(proved) == NOTHING
    assert not TotpDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    member.refresh_from_db()
    assert not member.has_factor
    assert events(Event.FACTOR_REMOVED) == [(member.pk, {"factor": "totp"})]


def test_absent_authenticator_is_404_before_a_proof_is_asked(browser_of_member):
    expect(browser_of_member.delete(f"{FACTORS}totp/"), 404, "not_found")


def test_secret_that_waits_is_not_removed_as_an_authenticator(proved):
    expect(proved.post(f"{FACTORS}totp/"), 200)
    expect(proved.delete(f"{FACTORS}totp/"), 404, "not_found")


def test_ten_recovery_codes_are_shown_once_and_stored_as_hashes(proved, member):
    add_totp(proved)
    codes = expect(proved.post(f"{FACTORS}recovery-codes/"), 201)["codes"]

    assert len(set(codes)) == 10
    assert get_factors(proved)["recovery_codes"] == {"left": 10}
    stored = " ".join(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert events(Event.RECOVERY_CODES_CREATED) == [(member.pk, {})]


def test_new_recovery_codes_replace_the_former_ones(proved, member):
    add_totp(proved)
    former = set(RecoveryCode.objects.values_list("pk", flat=True))
    for _ in range(2):
        expect(proved.post(f"{FACTORS}recovery-codes/"), 201)
    assert RecoveryCode.objects.count() == 10
    assert not former & set(RecoveryCode.objects.values_list("pk", flat=True))


def test_recovery_codes_without_a_factor_are_400(proved):
    expect(proved.post(f"{FACTORS}recovery-codes/"), 400, "invalid_request")


def test_recovery_code_does_not_prove_a_session(browser_of_member, member):
    give_totp(member)
    (code, *_) = give_recovery_codes(member)
    expect(browser_of_member.post(PROOF, {"code": code}), 400, "factor_invalid")
    expect(browser_of_member.post(PROOF, {"recovery_code": code}), 400, "invalid_request")


def test_each_change_sends_a_notice(proved, member, mailoutbox):
    add_totp(proved)
    expect(proved.post(f"{FACTORS}recovery-codes/"), 201)
    expect(proved.delete(f"{FACTORS}totp/"), 204)

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([member.email], "Your second factor was changed")] * 3
    said = [mail.body for mail in mailoutbox]
    for text, body in zip(["app was added", "codes were created", "app was removed"], said, strict=True):
        assert text in body


def test_factors_of_another_user_are_not_touched(proved, other_member, signed_in):
    give_totp(other_member)
    add_totp(proved)
    expect(proved.delete(f"{FACTORS}totp/"), 204)
    assert get_factors(signed_in(other_member))["totp"]["enabled"]
