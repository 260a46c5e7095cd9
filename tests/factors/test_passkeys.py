"""Passkeys: their options, what is stored, and every credential that is refused."""

import pytest

from audit.events import Event
from audit.models import AuditEvent
from factors.models import Passkey, UsedChallenge
from tests.authenticator import BACKED_UP, BACKUP_ELIGIBLE, USER_PRESENT, USER_VERIFIED, Authenticator, decode, encode
from tests.browsers import LocalBrowser
from tests.rate_limit_settings import set_rates
from tests.second_factors import (
    FACTORS,
    FROM_APP,
    PASSKEY_LOGIN,
    PROOF,
    add_passkey,
    expect,
    give_totp,
    passkey_login_options,
    prove,
    send_passkey,
)
from users.models import User

# What an authenticator may do otherwise, so that its answer is refused.
WRONG = {
    "origin of another site": {"origin": "https://evil.example"},
    "origin of another port": {"origin": "https://app.bank.example:8443"},
    "plain origin": {"origin": "http://app.bank.example"},
    "other relying party": {"rp_id": "evil.example"},
    "challenge of nobody": {"challenge": encode(b"guessed")},
    "challenge that is not ASCII": {"challenge": encode(bytes(range(200, 232)))},
    "user not verified": {"flags": USER_PRESENT},
    "user not present": {"flags": USER_VERIFIED},
    "embedded page": {"cross_origin": True},
    "other kind": {"type": "payment.get"},
}


@pytest.fixture
def proved(clock, signed_in, member):
    """The member's browser, after a proof by the password."""
    browser = signed_in(member)
    prove(browser)
    return browser


def login_with(authenticator, browser=None, **overrides):
    """A login with a passkey alone."""
    browser = browser or LocalBrowser()
    options = passkey_login_options(browser)
    return send_passkey(browser, options["challenge"], authenticator.get(options["passkey"], **overrides))


def test_creation_options_ask_for_a_discoverable_credential_that_verifies_its_user(proved, member):
    options = expect(proved.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)

    assert options["rp"] == {"name": "Demo Savings Cooperative", "id": "app.bank.example"}
    assert options["user"]["name"] == member.email
    assert member.email.encode() not in decode(options["user"]["id"])
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["attestation"] == "none"
    assert options["excludeCredentials"] == []


def test_passkey_is_added_and_listed(proved, authenticator, member):
    flags = USER_PRESENT | USER_VERIFIED | BACKUP_ELIGIBLE | BACKED_UP
    added = expect(add_passkey(proved, authenticator, "Maria's phone", flags=flags), 201)

    assert set(added) == {"id", "name", "added_at", "last_used_at", "backed_up"}
    assert (added["name"], added["last_used_at"], added["backed_up"]) == ("Maria's phone", None, True)
    assert expect(proved.get(FACTORS), 200)["passkeys"] == [added]
    row = Passkey.objects.get()
    assert (row.user_id, row.transports, row.sign_count) == (member.pk, ["hybrid", "internal"], 1)
    member.refresh_from_db()
    assert member.has_factor


def test_further_options_exclude_the_passkeys_that_there_are(proved, authenticator):
    expect(add_passkey(proved, authenticator), 201)
    options = expect(proved.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)
    (excluded,) = options["excludeCredentials"]
    assert excluded["id"] == encode(authenticator.credentials[0]["id"])


def test_adding_a_passkey_counts_as_a_proof_by_a_factor(proved, authenticator, clock):
    clock.shift(200)
    expect(add_passkey(proved, authenticator), 201)
    clock.shift(200)
    expect(proved.post(f"{FACTORS}recovery-codes/"), 201)


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_creation_that_is_wrong_is_400_and_stores_nothing(proved, authenticator, wrong):
    expect(add_passkey(proved, authenticator, **wrong), 400, "factor_invalid")
    assert not Passkey.objects.exists()
    assert AuditEvent.objects.filter(event=Event.FACTOR_FAILED).count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("key", ["clientDataJSON", "attestationObject"])
@pytest.mark.parametrize("value", [None, 1, "", "!", "é", encode(b"[]"), encode(b"\xa1"), encode(b'{"challenge": 1}')])
def test_malformed_creation_is_400(proved, authenticator, key, value):
    options = expect(proved.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)
    credential = authenticator.create(options)
    credential["response"][key] = value
    body = {"name": "Phone", "credential": credential}
    expect(proved.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 400, "factor_invalid")


@pytest.mark.parametrize("credential", [None, "text", [], {}, {"response": "text"}])
def test_credential_that_is_not_an_object_is_400(proved, credential):
    body = {"name": "Phone", "credential": credential}
    assert "credential" in expect(proved.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 400)["fields"]


def test_creation_is_accepted_once(proved, authenticator):
    options = expect(proved.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)
    body = {"name": "Phone", "credential": authenticator.create(options)}
    expect(proved.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 201)
    expect(proved.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 400, "factor_invalid")
    # Another credential for the same challenge.
    body = {"name": "Phone", "credential": authenticator.create(options)}
    expect(proved.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 400, "factor_invalid")
    assert Passkey.objects.count() == 1


def test_creation_for_another_session_is_refused(proved, authenticator, signed_in, member):
    options = expect(proved.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)
    other = signed_in(member)
    prove(other)
    body = {"name": "Phone", "credential": authenticator.create(options)}
    expect(other.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 400, "factor_invalid")


def test_creation_after_five_minutes_is_refused(proved, authenticator, clock):
    options = expect(proved.post(f"{FACTORS}passkeys/options/", headers=FROM_APP), 200)
    clock.shift(301)
    prove(proved)
    body = {"name": "Phone", "credential": authenticator.create(options)}
    expect(proved.post(f"{FACTORS}passkeys/", body, headers=FROM_APP), 400, "factor_invalid")


def test_user_has_at_most_twenty_passkeys(passkey, authenticator, member, signed_in):
    row = Passkey.objects.get()
    for number in range(19):
        row.pk, row.credential_hash = None, f"{number:064d}"
        row.save(force_insert=True)
    browser = signed_in(member)
    options = expect(browser.post(f"{PROOF}options/", headers=FROM_APP), 200)
    expect(browser.post(PROOF, {"credential": authenticator.get(options)}, headers=FROM_APP), 204)
    assert "at most 20" in expect(add_passkey(browser, authenticator), 400, "invalid_request")["error"]


def test_passkey_alone_signs_in(passkey, authenticator, member, clock):
    clock.shift(60)
    browser = LocalBrowser()
    response = login_with(authenticator, browser)

    assert expect(response, 200)["user"]["email"] == member.email
    assert browser.cookie("browserId")
    assert browser.check().status_code == 200
    row = Passkey.objects.get()
    assert (row.sign_count, row.last_used_at) == (2, row.added_at.replace(minute=row.added_at.minute + 1))
    details = AuditEvent.objects.get(event=Event.LOGIN_SUCCEEDED).details
    assert (details["factor"], details["new_browser"]) == ("passkey", True)
    expect(browser.post(f"{FACTORS}recovery-codes/"), 201)  # it has proved the session


def test_options_of_a_login_name_no_account(passkey, browser):
    options = passkey_login_options(browser)
    assert options["passkey"]["allowCredentials"] == []
    assert options["passkey"]["userVerification"] == "required"
    assert options["passkey"]["rpId"] == "app.bank.example"
    assert decode(options["passkey"]["challenge"]).decode() == options["challenge"]
    assert not browser.cookie("browserId")
    assert UsedChallenge.objects.count() == 1  # of the registration


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_login_with_a_wrong_passkey_is_401(passkey, authenticator, wrong):
    expect(login_with(authenticator, **wrong), 401, "factor_invalid")
    assert Passkey.objects.get().last_used_at is None


def test_login_with_another_key_is_401(passkey, authenticator):
    other = Authenticator()
    other.create({"rp": {"id": "app.bank.example"}, "user": {"id": "MQ"}, "challenge": "x"})
    expect(login_with(authenticator, key=other.credentials[0]["key"]), 401, "factor_invalid")


def test_login_with_the_handle_of_another_user_is_401(passkey, authenticator, other_member):
    expect(login_with(authenticator, user=encode(str(other_member.pk).encode())), 401, "factor_invalid")


@pytest.mark.slow
@pytest.mark.parametrize("key", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", [1, "", "!", "é", encode(b"[]"), encode(b"\xff" * 40)])
def test_login_with_a_malformed_passkey_is_401(passkey, authenticator, browser, key, value):
    options = passkey_login_options(browser)
    credential = authenticator.get(options["passkey"])
    credential["response"][key] = value
    expect(send_passkey(browser, options["challenge"], credential), 401, "factor_invalid")


@pytest.mark.parametrize("name", ["absent", "é", 1, None, ["x"]])
def test_login_with_an_unknown_passkey_is_401(passkey, authenticator, browser, name):
    options = passkey_login_options(browser)
    credential = authenticator.get(options["passkey"]) | {"id": name}
    expect(send_passkey(browser, options["challenge"], credential), 401, "factor_invalid")


@pytest.mark.parametrize("counts", [True, False])
def test_signature_signs_in_once(clock, member, signed_in, counts):
    authenticator = Authenticator(counts=counts)
    owner = signed_in(member)
    prove(owner)
    expect(add_passkey(owner, authenticator), 201)
    browser = LocalBrowser()
    options = passkey_login_options(browser)
    credential = authenticator.get(options["passkey"])

    expect(send_passkey(browser, options["challenge"], credential), 200)
    expect(send_passkey(browser, options["challenge"], credential), 401, "factor_invalid")
    expect(login_with(authenticator), 200)


@pytest.mark.parametrize(("count", "status"), [(3, 200), (2, 401), (1, 401), (0, 401)])
def test_counter_that_does_not_advance_is_refused(passkey, authenticator, count, status):
    expect(login_with(authenticator), 200)  # the counter is 2
    assert login_with(authenticator, count=count).status_code == status


def test_challenge_of_a_login_is_valid_for_five_minutes(passkey, authenticator, browser, clock):
    options = passkey_login_options(browser)
    clock.shift(300)
    credential = authenticator.get(options["passkey"])
    expect(send_passkey(browser, options["challenge"], credential), 401, "factor_invalid")


def test_challenge_must_be_the_one_that_was_signed(passkey, authenticator, browser):
    first, second = passkey_login_options(browser), passkey_login_options(browser)
    credential = authenticator.get(first["passkey"])
    expect(send_passkey(browser, second["challenge"], credential), 401, "factor_invalid")


def test_challenge_of_one_browser_is_refused_on_another(passkey, authenticator):
    browser, other = LocalBrowser(), LocalBrowser()
    for each in (browser, other):
        expect(login_with(authenticator, each), 200)
        each.log_out()
    options = passkey_login_options(browser)
    credential = authenticator.get(options["passkey"])
    expect(send_passkey(other, options["challenge"], credential), 401, "factor_invalid")


def test_challenge_of_another_purpose_is_refused(passkey, authenticator, member, signed_in):
    options = expect(signed_in(member).post(f"{PROOF}options/", headers=FROM_APP), 200)
    credential = authenticator.get(options)
    challenge = decode(options["challenge"]).decode()
    expect(send_passkey(LocalBrowser(), challenge, credential), 401, "factor_invalid")


def test_inactive_user_is_refused(passkey, authenticator, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    expect(login_with(authenticator), 401, "factor_invalid")


def test_browser_in_use_is_409(passkey, authenticator, other_member):
    browser = LocalBrowser()
    expect(browser.log_in(other_member.email), 200)
    expect(login_with(authenticator, browser), 409, "browser_in_use")


def test_failed_passkeys_count_for_the_address(passkey, authenticator, settings, browser):
    set_rates(settings, login_address="2/minute")
    for _ in range(2):
        expect(login_with(authenticator, browser, origin="https://evil.example"), 401)
    expect(login_with(authenticator, browser), 429, "throttled")


def test_successful_passkey_logins_are_limited(passkey, authenticator, settings):
    set_rates(settings, login_success="2/hour")
    for status in (200, 401, 200, 429):
        wrong = {"origin": "https://evil.example"} if status == 401 else {}
        assert login_with(authenticator, **wrong).status_code == status


@pytest.mark.parametrize("path", ["options/", ""])
def test_passkey_login_must_not_be_cross_site(browser, path):
    body = {"challenge": "x", "credential": {"response": {}}} if path == "" else None
    response = browser.post(PASSKEY_LOGIN + path, body, headers={"Origin": "https://evil.example"}, token=None)
    expect(response, 403, "cross_site_request")


def test_origin_outside_the_domain_gets_no_options(browser, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://other.example"]
    response = browser.post(f"{PASSKEY_LOGIN}options/", headers={"Origin": "https://other.example"}, token=None)
    assert "cannot be used" in expect(response, 400, "invalid_request")["error"]


def test_without_a_domain_nobody_gets_options(proved, browser, settings):
    settings.PASSKEY_RP_ID = ""
    expect(browser.post(f"{PASSKEY_LOGIN}options/", token=None), 400, "invalid_request")
    expect(proved.post(f"{FACTORS}passkeys/options/"), 400, "invalid_request")
    expect(proved.post(f"{PROOF}options/"), 400, "invalid_request")
    assert browser.get("/api/config/").json()["passkey_rp_id"] is None


def test_subdomain_of_the_domain_uses_its_passkeys(clock, member, signed_in, settings):
    settings.PASSKEY_RP_ID = "bank.example"
    authenticator, browser = Authenticator(), signed_in(member)
    prove(browser)
    expect(add_passkey(browser, authenticator), 201)
    expect(login_with(authenticator), 200)


def test_removed_passkey_signs_in_nobody(passkey, authenticator, member, signed_in):
    browser = LocalBrowser()
    expect(login_with(authenticator, browser), 200)
    expect(browser.delete(f"{FACTORS}passkeys/{passkey['id']}/"), 204)

    assert expect(browser.get(FACTORS), 200)["passkeys"] == []
    expect(login_with(authenticator), 401, "factor_invalid")
    member.refresh_from_db()
    assert not member.has_factor


def test_passkey_of_another_user_is_404(passkey, other_member, signed_in):
    other = signed_in(other_member)
    prove(other)
    expect(other.delete(f"{FACTORS}passkeys/{passkey['id']}/"), 404, "not_found")
    assert Passkey.objects.exists()


def test_removal_without_a_proof_is_401(passkey, member, signed_in):
    expect(signed_in(member).delete(f"{FACTORS}passkeys/{passkey['id']}/"), 401, "step_up_required")


def test_passkey_proves_a_session(passkey, authenticator, member, signed_in):
    give_totp(member)
    browser = signed_in(member)
    options = expect(browser.post(f"{PROOF}options/", headers=FROM_APP), 200)
    credential = authenticator.get(options)
    expect(browser.post(PROOF, {"credential": credential}, headers=FROM_APP), 204)
    expect(browser.post(PROOF, {"credential": credential}, headers=FROM_APP), 400, "factor_invalid")
    expect(browser.delete(f"{FACTORS}totp/"), 204)


def test_proof_of_one_session_does_not_prove_another(passkey, authenticator, member, signed_in):
    options = expect(signed_in(member).post(f"{PROOF}options/", headers=FROM_APP), 200)
    credential = authenticator.get(options)
    expect(signed_in(member).post(PROOF, {"credential": credential}, headers=FROM_APP), 400, "factor_invalid")


def test_passkeys_of_two_users_have_different_handles(passkey, other_member, signed_in, authenticator):
    other = signed_in(other_member)
    prove(other)
    expect(add_passkey(other, authenticator), 201)
    assert len({credential["user"] for credential in authenticator.credentials}) == 2


def test_signature_of_a_synchronized_passkey_proves_a_session_once(clock, member, signed_in):
    authenticator, browser = Authenticator(counts=False), signed_in(member)
    prove(browser)
    expect(add_passkey(browser, authenticator), 201)
    options = expect(browser.post(f"{PROOF}options/", headers=FROM_APP), 200)
    credential = authenticator.get(options)
    expect(browser.post(PROOF, {"credential": credential}, headers=FROM_APP), 204)
    expect(browser.post(PROOF, {"credential": credential}, headers=FROM_APP), 400, "factor_invalid")
