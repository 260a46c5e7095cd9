"""Browsers that an account knows: their own limit, the lock of the others, the list, its removal and its bound."""

import secrets

import pytest

from audit.models import AuditEvent
from sessions_browser.browser_ids import is_minted, new_browser_id
from tests.admin.admin_client import AdminBrowser
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD
from tests.key_rings import NEW as NEW_KEY
from tests.rate_limit_settings import set_rates
from tests.users.mailed_links import (
    NEW,
    confirm_password_reset,
    confirm_registration,
    get_link,
    request_password_reset,
)
from users.authentication import known_browsers
from users.authentication.known_browsers import MAX_BROWSERS
from users.authentication.password_attempts import MAX_FAILURES
from users.models import KnownBrowser

BROWSERS = "/api/users/browsers/"
WRONG = "a wrong password"
ABSENT = "nobody@example.com"
CHOSEN = "a-value-that-an-attacker-has-chosen"


@pytest.fixture
def known(clock, member):
    """A browser on which the member has signed in and out."""
    browser = LocalBrowser(REMOTE_ADDR="10.0.0.1")
    assert browser.log_in(member.email).status_code == 200
    browser.log_out()
    return browser


@pytest.fixture
def _few_limits(settings):
    """Only the limits of failures in a row remain."""
    set_rates(settings, login="1000/minute", login_account="1000/hour", login_address="1000/minute")


def statuses(browser, email, times, password=WRONG):
    return [browser.log_in(email, password).status_code for _ in range(times)]


def strangers(number):
    """Browsers at addresses of their own."""
    return [LocalBrowser(REMOTE_ADDR=f"10.1.0.{n}") for n in range(number)]


def copy_cookie(value, **environ):
    """Another client with this `browserId`."""
    thief = LocalBrowser(**environ)
    thief.set_cookie("browserId", value)
    return thief


def use_up_account(email):
    """Sends wrong passwords from unknown browsers until the limit of the account is reached."""
    for stranger in strangers(7):
        statuses(stranger, email, 5)


def lock(email):
    """Sends wrong passwords from unknown browsers until they are refused; returns the refusal."""
    for number in range(MAX_FAILURES):
        assert LocalBrowser(REMOTE_ADDR=f"10.2.0.{number}").log_in(email, WRONG).status_code == 401
    return LocalBrowser(REMOTE_ADDR="10.3.0.1").log_in(email)


def test_owner_signs_in_on_a_known_browser_when_strangers_have_used_up_the_account(known, member):
    codes = [statuses(stranger, member.email, 5) for stranger in strangers(7)]
    assert sum(code.count(401) for code in codes) == 30

    assert LocalBrowser(REMOTE_ADDR="10.9.0.1").log_in(member.email).status_code == 429
    assert known.log_in(member.email).status_code == 200


def test_staff_sign_in_to_the_admin_on_a_known_browser_when_strangers_have_used_up_the_account(clock, manager):
    admin_client = AdminBrowser(REMOTE_ADDR="10.0.0.1")
    assert admin_client.log_in(manager.email).status_code == 302
    admin_client.log_out()
    use_up_account(manager.email)

    assert AdminBrowser(REMOTE_ADDR="10.9.0.1").log_in(manager.email).status_code == 429
    assert admin_client.log_in(manager.email).status_code == 302


def test_wrong_passwords_on_a_known_browser_do_not_use_up_the_account(known, member, clock):
    assert statuses(known, member.email, 6) == [401] * 5 + [429]
    clock.shift(61)
    assert statuses(known, member.email, 6) == [401] * 5 + [429]
    clock.shift(61)
    assert statuses(known, member.email, 1) == [429]  # ten an hour
    assert LocalBrowser(REMOTE_ADDR="10.9.0.1").log_in(member.email).status_code == 200


def test_success_on_a_known_browser_releases_its_attempt(known, member):
    assert statuses(known, member.email, 4) == [401] * 4
    assert statuses(known, member.email, 3, PASSWORD) == [200] * 3
    assert statuses(known, member.email, 2) == [401, 429]


def test_known_browser_draws_on_the_limit_of_its_address(known, member, settings):
    set_rates(settings, login_address="2/minute")
    assert statuses(known, member.email, 3) == [401, 401, 429]


def test_browser_is_known_for_its_own_account_only(known, member, other_member):
    assert statuses(known, other_member.email, 6) == [401] * 5 + [429]
    assert known.log_in(member.email).status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("_few_limits")
@pytest.mark.parametrize("exists", [True, False])
def test_after_100_failures_in_a_row_unknown_browsers_wait_an_hour(known, member, exists):
    refused = lock(member.email if exists else ABSENT)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert refused.json()["code"] == "throttled"


@pytest.mark.slow
@pytest.mark.usefixtures("_few_limits")
def test_lock_outlasts_the_hour_until_a_success_on_a_known_browser(known, member, clock):
    lock(member.email)
    clock.shift(30 * 86400)
    stranger = LocalBrowser(REMOTE_ADDR="10.9.0.1")
    assert stranger.log_in(member.email).status_code == 429

    assert known.log_in(member.email).status_code == 200

    assert stranger.log_in(member.email).status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("_few_limits")
def test_lock_ends_with_a_completed_password_reset(known, member, mailoutbox):
    lock(member.email)
    request_password_reset(known, member.email)
    stranger = LocalBrowser(REMOTE_ADDR="10.9.0.1")
    assert stranger.log_in(member.email).status_code == 429

    assert confirm_password_reset(stranger, get_link(mailoutbox[-1])).status_code == 204

    assert stranger.log_in(member.email, NEW).status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("_few_limits")
def test_success_on_an_unknown_browser_ends_the_row_of_failures(clock, member):
    for _ in range(2):
        for number in range(MAX_FAILURES - 1):
            assert LocalBrowser(REMOTE_ADDR=f"10.2.0.{number}").log_in(member.email, WRONG).status_code == 401
        assert LocalBrowser(REMOTE_ADDR="10.9.0.1").log_in(member.email).status_code == 200


@pytest.mark.slow
@pytest.mark.usefixtures("_few_limits")
def test_lock_of_an_address_does_not_block_the_confirmation_of_its_registration(clock, browser, mailoutbox):
    form = {"email": ABSENT, "password": PASSWORD, "full_name": "Nora"}
    assert browser.post("/api/users/register/", form).status_code == 202
    assert lock(ABSENT).status_code == 429
    link = get_link(mailoutbox[0])

    assert confirm_registration(browser, link, PASSWORD).status_code == 204
    assert LocalBrowser(REMOTE_ADDR="10.9.0.1").log_in(ABSENT).status_code == 200


@pytest.mark.parametrize("account", ["member", "absent"])
def test_planted_browser_id_makes_no_browser_known(clock, member, account):
    """The attacker has set it in the victim's browser, where the victim has signed in."""
    victim = copy_cookie(CHOSEN, REMOTE_ADDR="10.0.0.1")
    assert victim.log_in(member.email).status_code == 200
    victim.log_out()
    email = member.email if account == "member" else ABSENT
    use_up_account(email)

    assert copy_cookie(CHOSEN, REMOTE_ADDR="10.9.0.1").log_in(email).status_code == 429
    assert victim.log_in(email).status_code == 429


def test_browser_id_of_an_earlier_version_is_kept_and_makes_no_browser_known_until_it_is_gone(clock, member):
    earlier = secrets.token_urlsafe(32)
    browser = copy_cookie(earlier, REMOTE_ADDR="10.0.0.1")
    responses = [browser.log_in(member.email) for _ in range(2)]
    assert [(response.status_code, "browserId" in response.cookies) for response in responses] == [(200, False)] * 2
    use_up_account(member.email)
    assert browser.log_in(member.email).status_code == 429

    browser.drop_cookie("browserId")  # it lives for a year
    clock.shift(3600)
    assert is_minted(browser.log_in(member.email).cookies["browserId"].value)
    use_up_account(member.email)
    assert browser.log_in(member.email).status_code == 200


def test_guessed_browser_id_makes_no_browser_known(known, member):
    use_up_account(member.email)
    forged = known.cookie("browserId")[:43] + "." + "A" * 22
    for guess in (forged, new_browser_id(), known.cookie("browserId")[:43]):
        assert copy_cookie(guess, REMOTE_ADDR="10.9.0.1").log_in(member.email).status_code == 429


@pytest.mark.slow
@pytest.mark.usefixtures("_few_limits")
def test_browser_is_unknown_after_100_wrong_passwords_on_it_until_a_success(known, member, settings):
    set_rates(settings, login_known="1000/hour", login_account="5/hour", login="1000/minute", login_address="1000/hour")
    assert statuses(known, member.email, MAX_FAILURES) == [401] * MAX_FAILURES
    assert statuses(known, member.email, 6) == [401] * 5 + [429]  # the limit of the account


def test_removed_browser_is_unknown_and_its_next_login_is_a_first_one(clock, known, member, mailoutbox, signed_in):
    browser = signed_in(member)
    (row,) = browser.get(BROWSERS).json()
    use_up_account(member.email)

    assert browser.delete(f"{BROWSERS}{row['id']}/").status_code == 204

    assert browser.get(BROWSERS).json() == []
    assert browser.delete(f"{BROWSERS}{row['id']}/").status_code == 404
    assert known.log_in(member.email).status_code == 429
    clock.shift(3600)
    mailoutbox.clear()
    assert known.log_in(member.email).status_code == 200
    assert [message.subject for message in mailoutbox] == ["New sign-in to your account"]


def test_list_shows_own_browsers_and_keeps_them_when_sessions_end(clock, member, other_member):
    browser, other_browser, stranger = LocalBrowser(), LocalBrowser(), LocalBrowser()
    other_browser.log_in(member.email)
    other_browser.log_out()
    stranger.log_in(other_member.email)
    clock.shift(60)
    browser.log_in(member.email)
    clock.shift(60)
    browser.check()

    rows = browser.get(BROWSERS).json()

    assert [set(row) for row in rows] == [{"id", "browser", "first_seen_at", "last_seen_at", "current"}] * 2
    assert [(row["browser"], row["current"]) for row in rows] == [
        ("Firefox 140 on Linux", True),
        ("Firefox 140 on Linux", False),
    ]
    assert [row["first_seen_at"][14:19] for row in rows] == ["01:00", "00:00"]
    assert [row["last_seen_at"][14:19] for row in rows] == ["02:00", "00:00"]


def test_nobody_removes_a_browser_of_another_user(known, member, signed_in, manager):
    row = KnownBrowser.objects.get()
    assert signed_in(manager).delete(f"{BROWSERS}{row.pk}/").status_code == 404
    assert KnownBrowser.objects.count() == 1


def test_login_without_a_bound_browser_adds_no_browser(clock, member):
    for extra in ({}, {"bind_browser": False}):
        assert LocalBrowser(SCRIPT).log_in(member.email, **extra).status_code == 200
    assert not KnownBrowser.objects.exists()
    script = LocalBrowser(SCRIPT)
    for _ in range(2):  # its cookie comes back with the second login
        assert script.log_in(member.email).status_code == 200
    assert KnownBrowser.objects.get().is_minted


def test_first_login_on_a_browser_is_recorded_as_such(clock, member):
    browser = LocalBrowser()
    for _ in range(2):
        browser.log_in(member.email)
    rows = AuditEvent.objects.filter(event="login_succeeded").order_by("pk")
    assert [row.details.get("new_browser") for row in rows] == [True, None]


@pytest.mark.slow
def test_oldest_browser_goes_when_there_are_more_than_fifty(clock, member, settings):
    set_rates(settings, login_success="1000/hour")
    regular = LocalBrowser()
    for _ in range(2):
        regular.log_in(member.email)
        clock.shift(1)
    browsers = []
    for _ in range(MAX_BROWSERS):
        browsers.append(LocalBrowser())
        assert browsers[-1].log_in(member.email).status_code == 200
        clock.shift(1)

    hashes = set(KnownBrowser.objects.values_list("browser_hash", flat=True))
    stored = [known_browsers.browser_hash(b.cookie("browserId")) in hashes for b in (regular, *browsers)]
    assert len(hashes) == MAX_BROWSERS
    assert stored == [True, False, *[True] * (MAX_BROWSERS - 1)]  # one that was used only once goes first


def test_password_change_on_a_known_browser_does_not_draw_on_the_account(known, member):
    known.log_in(member.email)
    use_up_account(member.email)
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert known.post("/api/users/password/change/", body).status_code == 204


def test_email_change_on_a_known_browser_does_not_draw_on_the_account(known, member):
    known.log_in(member.email)
    use_up_account(member.email)
    body = {"email": "moved@example.com", "password": PASSWORD}
    assert known.post("/api/users/me/email/", body).status_code == 202


@pytest.mark.parametrize("value", ["", ".", "a.b", "x" * 43, f"{'x' * 43}.", f".{'x' * 22}"])
def test_only_generated_values_are_minted(value, use_keys):
    assert not is_minted(value)
    generated = new_browser_id()
    assert is_minted(generated)
    assert not is_minted(generated[:-1] + ("A" if generated[-1] != "A" else "B"))
    use_keys(NEW_KEY)
    assert not is_minted(generated)
