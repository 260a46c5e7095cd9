"""`POST login/factor/`: the second step of a login, with each factor, and everything that it refuses."""

import pytest

from audit.events import Event
from audit.models import AuditEvent
from core.clock import iso_utc, now
from factors.models import LoginChallenge
from sessions_browser.models import BrowserSession
from tests.authenticator import ORIGIN, Authenticator
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD
from tests.rate_limit_settings import set_rates
from tests.second_factors import (
    FACTORS,
    FROM_APP,
    add_passkey,
    code_at,
    expect,
    give_recovery_codes,
    give_totp,
    prove,
    send_factor,
    sign_in,
)
from users.models import User

WRONG = "000000"


@pytest.fixture
def browser(totp_secret):
    """A browser on which nobody is signed in."""
    return LocalBrowser()


def refuse(response):
    return expect(response, 401, "factor_invalid")


def events(event):
    return list(AuditEvent.objects.filter(event=event).order_by("id").values_list("user_id", "details"))


def test_right_password_gets_a_challenge_and_no_session(browser, member):
    response = browser.log_in(member.email)
    body = expect(response, 200)

    assert list(body) == ["factor_required"]
    due = body["factor_required"]
    assert due["methods"] == ["totp"]
    assert due["expires_at"] > iso_utc(now())
    assert "passkey" not in due
    assert not BrowserSession.objects.exists()
    assert browser.cookie("browserId")
    assert not browser.cookie("auth_token")
    assert events(Event.LOGIN_FACTOR_DUE) == [(member.pk, {})]
    assert events(Event.LOGIN_SUCCEEDED) == []


def test_code_completes_the_login_as_login_does(browser, member, totp_secret):
    due = sign_in(browser, member.email)
    response = send_factor(browser, due["challenge"], code=code_at(totp_secret))
    body = expect(response, 200)

    assert set(body) == {"access", "refresh", "user", "session"}
    assert body["user"] == {"id": member.pk, "email": member.email, "full_name": member.full_name, "role": "member"}
    assert not response.cookies  # the first step has set `browserId`
    assert browser.check().status_code == 200
    assert browser.rotate().status_code == 200
    member.refresh_from_db()
    assert member.last_login == now()
    (((user_id, details)),) = events(Event.LOGIN_SUCCEEDED)
    assert (user_id, details["factor"], details["new_browser"]) == (member.pk, "totp", True)


def test_login_with_a_factor_proves_the_new_session(browser, member, totp_secret):
    due = sign_in(browser, member.email)
    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)
    expect(browser.post(f"{FACTORS}recovery-codes/"), 201)


def test_recovery_code_completes_a_login_once(browser, member, mailoutbox):
    (code, *_) = give_recovery_codes(member)
    due = sign_in(browser, member.email)
    assert due["methods"] == ["totp", "recovery_code"]
    expect(send_factor(browser, due["challenge"], recovery_code=code.lower().replace("-", " ")), 200)

    assert any("recovery code was used" in mail.body for mail in mailoutbox)
    assert expect(browser.get(FACTORS), 200)["recovery_codes"] == {"left": 9}
    refuse(send_factor(browser, sign_in(browser, member.email)["challenge"], recovery_code=code))


def test_member_who_lost_the_phone_sets_up_a_new_one_after_a_recovery_code(browser, member, clock):
    (code, *_) = give_recovery_codes(member)
    expect(send_factor(browser, sign_in(browser, member.email)["challenge"], recovery_code=code), 200)

    secret = expect(browser.post(f"{FACTORS}totp/"), 200)["secret"]
    expect(browser.post(f"{FACTORS}totp/confirm/", {"code": code_at(secret)}), 204)
    clock.shift(30)
    expect(send_factor(browser, sign_in(browser, member.email)["challenge"], code=code_at(secret)), 200)


def test_cookie_transport_of_the_first_step_sets_cookies_at_the_second(browser, member, totp_secret):
    due = sign_in(browser, member.email, transport="cookie", headers=FROM_APP)
    response = send_factor(browser, due["challenge"], code=code_at(totp_secret), headers=FROM_APP)

    assert set(expect(response, 200)) == {"user", "session"}
    assert browser.cookie("auth_token")
    assert browser.cookie("refresh_token")


def test_challenge_works_once(browser, member, totp_secret, clock):
    due = sign_in(browser, member.email)
    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)
    refuse(send_factor(browser, due["challenge"], code=code_at(totp_secret, steps=1)))
    assert not LoginChallenge.objects.exists()


def test_code_works_for_one_of_two_challenges(browser, member, totp_secret):
    first, second = (sign_in(browser, member.email)["challenge"] for _ in range(2))
    expect(send_factor(browser, first, code=code_at(totp_secret)), 200)
    refuse(send_factor(browser, second, code=code_at(totp_secret)))


def test_challenge_is_valid_for_five_minutes(browser, member, totp_secret, clock):
    first, second = (sign_in(browser, member.email)["challenge"] for _ in range(2))
    clock.shift(299)
    expect(send_factor(browser, first, code=code_at(totp_secret)), 200)
    clock.shift(1)
    refuse(send_factor(browser, second, code=code_at(totp_secret)))


def test_challenge_ends_after_five_wrong_codes(browser, member, totp_secret, settings):
    set_rates(settings, factor="100/hour")
    due = sign_in(browser, member.email)
    for _ in range(5):
        refuse(send_factor(browser, due["challenge"], code=WRONG))
    refuse(send_factor(browser, due["challenge"], code=code_at(totp_secret)))
    assert events(Event.FACTOR_FAILED) == [(member.pk, {"step": "login", "factor": "totp"})] * 5 + [
        (None, {"step": "login", "factor": "totp"})
    ]


def test_fifth_code_of_a_challenge_may_be_the_right_one(browser, member, totp_secret, settings):
    set_rates(settings, factor="100/hour")
    due = sign_in(browser, member.email)
    for _ in range(4):
        refuse(send_factor(browser, due["challenge"], code=WRONG))
    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)


def test_codes_of_an_account_are_limited_over_all_challenges(browser, member, totp_secret):
    for _ in range(5):
        refuse(send_factor(browser, sign_in(browser, member.email)["challenge"], code=WRONG))
    due = sign_in(browser, member.email)
    refused = send_factor(browser, due["challenge"], code=code_at(totp_secret))

    expect(refused, 429, "throttled")
    assert refused.headers["Retry-After"] == "900"
    assert events(Event.FACTOR_THROTTLED) == [(member.pk, {})]
    assert LoginChallenge.objects.latest("id").attempts == 0  # a refused attempt counts nowhere


def test_recovery_codes_draw_on_the_same_limit(browser, member):
    for _ in range(5):
        refuse(send_factor(browser, sign_in(browser, member.email)["challenge"], recovery_code="0000-0000"))
    (code, *_) = give_recovery_codes(member)
    expect(send_factor(browser, sign_in(browser, member.email)["challenge"], recovery_code=code), 429, "throttled")


def test_right_password_is_counted_as_a_login_and_refunded_as_an_attempt(browser, member, settings):
    set_rates(settings, login="2/hour", login_known="2/hour", login_success="3/hour")
    for _ in range(3):
        sign_in(browser, member.email)
    expect(browser.log_in(member.email), 429, "throttled")


@pytest.mark.parametrize("challenge", ["", "guessed", "x" * 255])
def test_unknown_challenge_is_refused(browser, totp_secret, challenge):
    response = send_factor(browser, challenge, code=code_at(totp_secret))
    assert response.status_code == (401 if challenge else 400)


def test_challenge_is_refused_on_another_browser(browser, member, totp_secret):
    due = sign_in(browser, member.email)
    for other in (LocalBrowser(), LocalBrowser(SCRIPT)):
        refuse(send_factor(other, due["challenge"], code=code_at(totp_secret)))
    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)


def test_script_completes_its_login_without_a_cookie(member, totp_secret):
    first, second = LocalBrowser(SCRIPT), LocalBrowser(SCRIPT)
    due = sign_in(first, member.email)
    expect(send_factor(second, due["challenge"], code=code_at(totp_secret)), 200)
    assert second.check().status_code == 200


def test_challenge_of_a_script_is_refused_from_a_browser(member, totp_secret):
    due = sign_in(LocalBrowser(SCRIPT), member.email)
    refuse(send_factor(LocalBrowser(), due["challenge"], code=code_at(totp_secret)))


def test_unbound_login_has_an_unbound_session(member, totp_secret):
    due = sign_in(LocalBrowser(SCRIPT), member.email, bind_browser=False)
    other = LocalBrowser(SCRIPT)
    expect(send_factor(other, due["challenge"], code=code_at(totp_secret)), 200)
    assert not other.cookie("browserId")
    assert other.check().status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "cashier"}, {"email": "moved@example.com"}])
def test_challenge_ends_when_the_account_changes(browser, member, totp_secret, change):
    due = sign_in(browser, member.email)
    User.objects.filter(pk=member.pk).update(**change)
    refuse(send_factor(browser, due["challenge"], code=code_at(totp_secret)))


def test_challenge_ends_when_the_password_changes(browser, member, totp_secret):
    due = sign_in(browser, member.email)
    member.set_password("violet harbour 31 lanterns")
    member.save()
    refuse(send_factor(browser, due["challenge"], code=code_at(totp_secret)))


def test_browser_in_use_is_409_at_the_first_step(browser, member, other_member):
    expect(browser.log_in(other_member.email), 200)
    expect(browser.log_in(member.email), 409, "browser_in_use")
    assert not LoginChallenge.objects.exists()


def test_browser_in_use_is_409_at_the_second_step_and_uses_nothing(browser, member, other_member, totp_secret):
    due = sign_in(browser, member.email)
    expect(browser.log_in(other_member.email), 200)

    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 409, "browser_in_use")

    browser.log_out()
    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)


def test_second_step_must_not_be_cross_site(browser, member, totp_secret):
    due = sign_in(browser, member.email)
    response = send_factor(browser, due["challenge"], code=code_at(totp_secret), headers={"Origin": "https://evil.x"})
    expect(response, 403, "cross_site_request")
    expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)


@pytest.mark.parametrize("factor", [{}, {"code": "123456", "recovery_code": "X"}, {"password": PASSWORD}])
def test_second_step_takes_exactly_one_factor(browser, factor):
    expect(send_factor(browser, "challenge", **factor), 400, "invalid_request")


def test_wrong_password_of_a_user_with_a_factor_is_as_any_other(browser, member):
    expect(browser.log_in(member.email, "wrong password"), 401, "invalid_credentials")


def test_user_without_a_factor_signs_in_with_the_password_alone(browser, other_member):
    assert "session" in expect(browser.log_in(other_member.email), 200)


def test_password_reset_removes_no_factor(browser, member, totp_secret):
    member.set_password("violet harbour 31 lanterns")
    member.save()
    assert sign_in(browser, member.email, "violet harbour 31 lanterns")["methods"] == ["totp"]


def test_breached_password_is_told_after_the_second_step(browser, member, totp_secret):
    member.set_password("letmein12345")
    member.save()
    due = sign_in(browser, member.email, "letmein12345")
    body = expect(send_factor(browser, due["challenge"], code=code_at(totp_secret)), 200)
    assert body["user"]["must_change_password"] is True


def test_passkey_completes_a_login(passkey, authenticator, member):
    browser = LocalBrowser()
    due = sign_in(browser, member.email, headers=FROM_APP)
    assert due["methods"] == ["passkey"]
    assert [each["id"] for each in due["passkey"]["allowCredentials"]]
    response = send_factor(browser, due["challenge"], credential=authenticator.get(due["passkey"]), headers=FROM_APP)
    expect(response, 200)
    assert browser.check().status_code == 200


def test_passkey_draws_on_no_limit_of_codes(passkey, authenticator, member):
    browser = LocalBrowser()
    give_totp(member)
    for _ in range(5):
        refuse(send_factor(browser, sign_in(browser, member.email)["challenge"], code=WRONG))
    due = sign_in(browser, member.email, headers=FROM_APP)
    credential = authenticator.get(due["passkey"])
    expect(send_factor(browser, due["challenge"], credential=credential, headers=FROM_APP), 200)


def test_passkey_of_another_login_is_refused(passkey, authenticator, member):
    browser = LocalBrowser()
    first, second = (sign_in(browser, member.email, headers=FROM_APP) for _ in range(2))
    credential = authenticator.get(first["passkey"])
    refuse(send_factor(browser, second["challenge"], credential=credential, headers=FROM_APP))


def test_passkey_of_another_user_is_refused(passkey, authenticator, member, other_member, signed_in):
    theirs = Authenticator()
    other_browser = signed_in(other_member)
    prove(other_browser)
    expect(add_passkey(other_browser, theirs), 201)
    browser = LocalBrowser()
    due = sign_in(browser, member.email, headers=FROM_APP)
    credential = theirs.get({**due["passkey"], "allowCredentials": []})
    refuse(send_factor(browser, due["challenge"], credential=credential, headers=FROM_APP))


def test_origin_outside_the_domain_of_passkeys_is_offered_none(passkey, member, settings):
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN, "https://other.example"]
    due = sign_in(LocalBrowser(), member.email, headers={"Origin": "https://other.example"})
    assert due["methods"] == []
    assert "passkey" not in due
