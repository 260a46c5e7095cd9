"""Second factors on the staff site: at its sign-in, on the set-up page, and for roles that must have one."""

import json

import pytest
from django.contrib.sessions.models import Session

from audit.events import Event
from audit.models import AuditEvent
from tests.admin.admin_client import AdminBrowser, confirm_action, messages
from tests.admin.test_csp import Page
from tests.authenticator import Authenticator
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.second_factors import code_at, give_recovery_codes, give_totp, send_factor, sign_in

FACTOR = "/admin/login/factor/"
SETUP = "/admin/factors/"
RP_ORIGIN = "http://testserver"


@pytest.fixture(autouse=True)
def _passkeys_at_the_staff_site(settings):
    settings.PASSKEY_RP_ID = "testserver"


@pytest.fixture
def secret(clock, manager):
    return give_totp(manager)


@pytest.fixture
def admin(clock, admin_login, manager):
    """The staff site on which the manager is signed in."""
    return admin_login(manager)


def challenge_of(page):
    assert page.status_code == 200, page
    return page.context["form"]["challenge"].value()


def options_of(page):
    return page.context["due"].passkey if "due" in page.context else page.context["options"]


def begin(browser, person):
    """The page of the second step."""
    return browser.post("/admin/login/?next=/admin/users/user/", username=person.email, password=PASSWORD,
                        next="/admin/users/user/")  # fmt: skip


def finish(browser, page, **fields):
    return browser.post(FACTOR, challenge=challenge_of(page), next="/admin/users/user/", **fields)


def prove(browser, **fields):
    assert browser.post(SETUP, action="prove", **(fields or {"secret": PASSWORD})).status_code == 302


def add_passkey(browser, authenticator):
    """Adds a passkey on the set-up page of a browser that has proved itself."""
    options = browser.get(SETUP).context["options"]
    credential = json.dumps(authenticator.create(options, origin=RP_ORIGIN))
    return browser.post(SETUP, action="add_passkey", name="Desk", credential=credential)


def test_right_password_asks_for_the_factor_and_signs_nobody_in(admin_browser, manager, secret):
    page = begin(admin_browser, manager)

    assert "Code of your authenticator app" in page.content.decode()
    assert page.templates[0].name == "admin/login_factor.html"
    assert not admin_browser.is_signed_in()
    assert not Session.objects.exists()
    assert admin_browser.client.cookies["browserId"].value


def test_code_completes_the_sign_in_and_leads_to_the_page_asked_for(admin_browser, manager, secret):
    page = begin(admin_browser, manager)
    response = finish(admin_browser, page, code=code_at(secret))

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/users/user/")
    assert admin_browser.is_signed_in()
    row = AuditEvent.objects.get(event=Event.ADMIN_LOGIN)
    assert (row.user_id, row.details["factor"]) == (manager.pk, "totp")


def test_recovery_code_completes_the_sign_in(admin_browser, manager, secret):
    (code, *_) = give_recovery_codes(manager)
    assert finish(admin_browser, begin(admin_browser, manager), code=code).status_code == 302
    assert admin_browser.is_signed_in()


def test_passkey_completes_the_sign_in(admin, admin_browser, manager):
    authenticator = Authenticator()
    prove(admin)
    assert add_passkey(admin, authenticator).status_code == 302
    page = begin(admin_browser, manager)
    credential = authenticator.get(options_of(page), origin=RP_ORIGIN)

    assert finish(admin_browser, page, credential=json.dumps(credential)).status_code == 302
    assert admin_browser.is_signed_in()


def test_wrong_code_asks_again_with_the_same_challenge(admin_browser, manager, secret):
    page = begin(admin_browser, manager)
    again = finish(admin_browser, page, code="000000")
    assert "not valid" in again.content.decode()
    assert challenge_of(again) == challenge_of(page)
    assert finish(admin_browser, again, code=code_at(secret)).status_code == 302


def test_ended_challenge_leads_back_to_the_sign_in(admin_browser, manager, secret, clock):
    page = begin(admin_browser, manager)
    clock.shift(301)
    again = finish(admin_browser, page, code=code_at(secret))
    assert "Sign in again" in again.content.decode()
    assert not admin_browser.is_signed_in()


def test_sixth_code_is_429(admin_browser, manager, secret):
    for _ in range(5):
        finish(admin_browser, begin(admin_browser, manager), code="000000")
    refused = finish(admin_browser, begin(admin_browser, manager), code=code_at(secret))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")


@pytest.mark.parametrize("fields", [{}, {"code": " "}, {"credential": "{"}, {"credential": "[]"}])
def test_empty_or_malformed_second_step_counts_nothing(admin_browser, manager, secret, fields):
    page = begin(admin_browser, manager)
    for _ in range(6):
        assert finish(admin_browser, page, **fields).status_code == 200
    assert finish(admin_browser, page, code=code_at(secret)).status_code == 302


def test_second_step_has_no_page_of_its_own(admin_browser):
    response = admin_browser.get(FACTOR)
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/login/")


def test_challenge_of_the_staff_site_is_not_one_of_the_api(admin_browser, manager, secret):
    page = begin(admin_browser, manager)
    browser = LocalBrowser()
    browser.set_cookie("browserId", admin_browser.client.cookies["browserId"].value)
    assert send_factor(browser, challenge_of(page), code=code_at(secret)).status_code == 401


def test_challenge_of_the_api_is_not_one_of_the_staff_site(admin_browser, manager, secret):
    browser = LocalBrowser()
    due = sign_in(browser, manager.email)
    admin_browser.client.cookies["browserId"] = browser.cookie("browserId")
    admin_browser.post(FACTOR, challenge=due["challenge"], code=code_at(secret))
    assert not admin_browser.is_signed_in()


def test_second_step_of_another_browser_is_refused(admin_browser, manager, secret):
    page = begin(admin_browser, manager)
    other = AdminBrowser()
    other.post(FACTOR, challenge=challenge_of(page), code=code_at(secret))
    assert not other.is_signed_in()


def test_authenticator_is_set_up_with_a_qr_code(admin, manager, clock):
    prove(admin)
    page = admin.post(SETUP, action="start_totp")
    secret = page.context["setup"]["secret"]
    text = page.content.decode()
    assert "<svg" in text
    assert secret in text
    assert "no-store" in page.headers["Cache-Control"]

    assert admin.post(SETUP, action="confirm_totp", secret=code_at(secret)).status_code == 302
    manager.refresh_from_db()
    assert manager.has_factor
    codes = admin.post(SETUP, action="create_recovery_codes").context["codes"]
    assert len(codes) == 10
    assert codes[0] not in admin.get(SETUP).content.decode()


def test_change_without_a_proof_is_refused(admin, manager):
    for action in ("start_totp", "confirm_totp", "remove_totp", "add_passkey", "create_recovery_codes"):
        page = admin.post(SETUP, action=action, credential='{"response": {}}', name="Desk")
        assert page.status_code == 200, action
        assert messages(page), action
    manager.refresh_from_db()
    assert not manager.has_factor


def test_wrong_password_proves_nothing(admin):
    page = admin.post(SETUP, action="prove", secret="a wrong password")
    assert "not your current password" in messages(page)[0]
    assert not page.context["is_proved"]


def test_user_with_a_factor_proves_by_it(admin, manager, secret):
    page = admin.get(SETUP)
    assert not page.context["is_proved"]
    assert messages(admin.post(SETUP, action="prove", secret=PASSWORD))
    prove(admin, secret=code_at(secret))
    assert admin.get(SETUP).context["is_proved"]


def test_factors_are_removed_on_the_page(admin, manager, clock):
    authenticator = Authenticator()
    prove(admin)
    add_passkey(admin, authenticator)
    (passkey,) = admin.get(SETUP).context["factors"].passkeys
    assert admin.post(SETUP, action="remove_passkey", passkey=str(passkey.pk)).status_code == 302
    manager.refresh_from_db()
    assert not manager.has_factor


@pytest.mark.parametrize("credential", ["", "not JSON", "[]", "{}"])
def test_new_passkey_that_cannot_be_read_is_refused(admin, manager, credential):
    prove(admin)
    page = admin.post(SETUP, action="add_passkey", name="Desk", credential=credential)
    assert messages(page) == ["The passkey could not be read."]
    manager.refresh_from_db()
    assert not manager.has_factor


def test_page_of_somebody_who_is_not_signed_in_redirects_to_the_login(admin_browser):
    assert admin_browser.get(SETUP).headers["Location"] == f"/admin/login/?next={SETUP}"


@pytest.mark.parametrize("path", ["/admin/", "/admin/users/user/", "/admin/audit/auditevent/", "/admin/search/?s=x"])
def test_role_that_must_have_a_factor_is_sent_to_the_set_up_page(admin, settings, path):
    settings.FACTOR_REQUIRED_ROLES = ["manager"]
    response = admin.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, SETUP)
    assert "Your role needs a second factor" in admin.get(SETUP).content.decode()


def test_role_that_must_have_a_factor_may_sign_out_and_change_the_password(admin, settings):
    settings.FACTOR_REQUIRED_ROLES = ["manager"]
    assert admin.get("/admin/password_change/").status_code == 200
    assert admin.log_out().status_code == 200


def test_role_that_must_have_a_factor_enters_once_it_is_set_up(admin, settings, manager):
    settings.FACTOR_REQUIRED_ROLES = ["manager"]
    prove(admin)
    add_passkey(admin, Authenticator())
    assert admin.is_signed_in()
    (passkey,) = admin.get(SETUP).context["factors"].passkeys
    assert messages(admin.post(SETUP, action="remove_passkey", passkey=str(passkey.pk)))
    assert admin.is_signed_in()


def test_pages_have_no_inline_script(admin, admin_browser, manager, secret):
    prove(admin, secret=code_at(secret))
    for page in (admin.get(SETUP), admin.post(SETUP, action="start_totp"), begin(admin_browser, manager)):
        found = Page(page.content.decode())
        assert (found.inline, found.handlers) == ([], [])
        assert any(url.endswith("passkeys.js") for url in found.loads)


def test_manager_removes_the_factors_of_a_member_who_lost_them(admin, member):
    give_totp(member)
    assert messages(confirm_action(admin, "users_user", "remove_factors", member.pk)) == [
        f"The second factors of {member.email} are removed."
    ]
    member.refresh_from_db()
    assert not member.has_factor
    assert AuditEvent.objects.filter(event=Event.FACTORS_RESET, user_id=member.pk).exists()
