"""Registration with a confirmed address: the mailed link and the chosen password create the member, once."""

import pytest

from audit.models import AuditEvent
from core.authorization.roles import Role
from sessions_browser.services import cleanup_expired_sessions
from tests.hashers import PASSWORD
from tests.users.email_variants import email_variants
from tests.users.mailed_links import (
    NEW,
    confirm_password_reset,
    confirm_registration,
    get_link,
    get_link_parameters,
    is_rejected,
    request_password_reset,
)
from users.authentication import passwords, registration
from users.models import PendingRegistration, User

EMAIL, CHOSEN, NAME = "newcomer@example.com", "a long enough passphrase", "Nora Newcomer"
DAY = 86400


def register(browser, email=EMAIL, password=CHOSEN, full_name=NAME):
    return browser.post("/api/users/register/", {"email": email, "password": password, "full_name": full_name})


@pytest.fixture
def link(clock, browser, mailoutbox):
    """The link of a registration, requested when the clock starts."""
    assert register(browser).status_code == 202
    return get_link(mailoutbox[0])


def test_link_and_password_create_a_member_who_may_sign_in(link, browser, mailoutbox):
    assert mailoutbox[0].to == [EMAIL]
    assert link.startswith("https://app.bank.example/confirm-registration?uid=")
    assert not User.objects.exists()

    response = confirm_registration(browser, link, CHOSEN)

    assert (response.status_code, response.content) == (204, b"")
    person = User.objects.get()
    assert (person.email, person.full_name, person.role, person.is_active) == (EMAIL, NAME, Role.MEMBER, True)
    assert not PendingRegistration.objects.exists()
    assert browser.log_in(EMAIL, CHOSEN).json()["user"]["id"] == person.pk


def test_confirmation_of_a_registration_does_not_sign_in_and_ignores_a_token(link, browser):
    body = {**get_link_parameters(link), "password": CHOSEN}
    response = browser.post("/api/users/register/confirm/", body, token="no token at all")

    assert response.status_code == 204
    assert not response.cookies
    assert browser.check().json()["code"] == "not_authenticated"


def test_login_with_an_unconfirmed_address_gets_the_response_of_an_unknown_address(link, browser):
    responses = [browser.log_in(email, CHOSEN) for email in (EMAIL, "nobody@example.com")]
    assert {response.status_code for response in responses} == {401}
    assert responses[0].content == responses[1].content


def test_unconfirmed_registration_is_in_no_list_count_or_report(link, signed_in, manager):
    manager_client = signed_in(manager)
    assert [person["email"] for person in manager_client.get("/api/users/").json()["results"]] == [manager.email]
    assert manager_client.get("/api/users/?search=newcomer").json()["results"] == []
    assert EMAIL not in str(manager_client.get("/api/reports/member-growth/").content)


def test_registration_link_works_once(link, browser):
    assert confirm_registration(browser, link, CHOSEN).status_code == 204
    assert is_rejected(confirm_registration(browser, link, CHOSEN))
    assert User.objects.count() == 1


@pytest.mark.parametrize(("age", "works"), [(DAY, True), (DAY + 1, False)])
def test_registration_link_expires_after_a_day(link, clock, browser, age, works):
    clock.shift(age)
    response = confirm_registration(browser, link, CHOSEN)
    assert response.status_code == 204 if works else is_rejected(response)


def test_invalid_registration_link_is_refused_before_the_password_is_checked(link, browser):
    other = get_link_parameters(link)
    responses = [
        confirm_registration(browser, link, "a wrong password", **changes)
        for changes in ({"uid": "x"}, {"token": "x"}, {"token": "x.y.z"}, {"token": other["token"][:-1] + "!"},
                        {"uid": other["uid"][::-1]}, {"uid": "ü" * 64}, {"token": "." * 128})
    ]  # fmt: skip
    assert all(map(is_rejected, responses))
    assert len({response.content for response in responses}) == 1
    assert confirm_registration(browser, link, CHOSEN).status_code == 204


def test_confirmation_with_a_wrong_password_is_refused_and_keeps_the_link(link, browser):
    assert is_rejected(confirm_registration(browser, link, "a wrong password"), "password")
    assert not User.objects.exists()
    assert confirm_registration(browser, link, CHOSEN).status_code == 204


def test_login_and_confirmation_share_one_password_limit(clock, link, browser):
    for _ in range(3):
        assert browser.log_in(EMAIL, "a wrong password").status_code == 401
    for _ in range(2):
        assert is_rejected(confirm_registration(browser, link, "a wrong password"), "password")

    for refused in (confirm_registration(browser, link, CHOSEN), browser.log_in(EMAIL, CHOSEN)):
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    clock.shift(60)
    assert confirm_registration(browser, link, CHOSEN).status_code == 204


def test_newer_registration_replaces_name_and_password_and_voids_the_older_link(link, browser, mailoutbox):
    register(browser, password="another chosen passphrase", full_name="Nora Renamed")

    assert is_rejected(confirm_registration(browser, link, CHOSEN))
    newer = get_link(mailoutbox[1])
    assert is_rejected(confirm_registration(browser, newer, CHOSEN), "password")
    assert confirm_registration(browser, newer, "another chosen passphrase").status_code == 204
    assert User.objects.get().full_name == "Nora Renamed"


@pytest.mark.parametrize(("module", "name"), [(registration, "attempt_password"), (passwords, "make_password")])
def test_link_voided_by_a_newer_registration_during_its_confirmation_is_refused(
    link, browser, mailoutbox, monkeypatch, module, name
):
    request_password_reset(browser, EMAIL)
    function = getattr(module, name)

    def register_then_call(*args, **options):
        monkeypatch.undo()
        register(browser, password="another chosen passphrase")
        return function(*args, **options)

    monkeypatch.setattr(module, name, register_then_call)
    reset = module is passwords
    assert is_rejected(
        confirm_password_reset(browser, get_link(mailoutbox[1]))
        if reset
        else confirm_registration(browser, link, CHOSEN)
    )
    assert not User.objects.exists()
    newer = get_link(mailoutbox[2])
    assert confirm_registration(browser, newer, "another chosen passphrase").status_code == 204


def test_registration_of_an_address_of_another_person_can_be_used_by_neither_person(link, browser):
    """The owner of the address has the link but not the password; a password reset replaces the registration."""
    assert is_rejected(confirm_registration(browser, link, "what the owner would choose"), "password")
    assert browser.log_in(EMAIL, CHOSEN).status_code == 401


@pytest.mark.parametrize("notation", email_variants(EMAIL))
def test_address_gets_three_registration_mails_an_hour_for_all_notations(clock, browser_at, mailoutbox, notation):
    for number in range(2):
        register(browser_at(f"10.0.0.{number}"))
        clock.shift(600)
    for number in range(2):
        assert register(browser_at(f"10.0.1.{number}"), notation).status_code == 202
    assert [message.to for message in mailoutbox] == [[EMAIL]] * 3


def test_registration_past_the_mail_limit_changes_nothing(clock, browser_at, browser, mailoutbox):
    for _ in range(3):
        register(browser)
    before = PendingRegistration.objects.values().get()

    response = register(browser_at("10.0.0.1"), password="chosen by a stranger", full_name="Eve")

    assert (response.status_code, response.content) == (202, b"")
    assert PendingRegistration.objects.values().get() == before
    assert confirm_registration(browser, get_link(mailoutbox[2]), CHOSEN).status_code == 204
    assert AuditEvent.objects.get(event="registration_refused").details == {"because": "mail limit"}


def test_registered_address_gets_at_most_three_already_registered_mails_an_hour(clock, browser, member, mailoutbox):
    for _ in range(4):
        assert register(browser, member.email).status_code == 202

    assert [message.to for message in mailoutbox] == [[member.email]] * 3
    assert "already registered" in mailoutbox[0].subject
    assert "http" not in mailoutbox[0].body
    assert browser.log_in(member.email, CHOSEN).status_code == 401
    assert browser.log_in(member.email).status_code == 200


def test_mail_limits_of_registration_and_reset_are_separate(clock, browser, member, mailoutbox):
    for _ in range(4):
        register(browser, member.email)
    request_password_reset(browser, member.email)
    assert "/reset-password?" in mailoutbox[3].body


def test_reset_of_an_unconfirmed_address_creates_the_member_with_the_new_password(link, browser, mailoutbox):
    assert request_password_reset(browser, EMAIL).status_code == 202
    reset = get_link(mailoutbox[1])
    assert reset.startswith("https://app.bank.example/reset-password?uid=")

    assert is_rejected(confirm_password_reset(browser, reset, "nora newcomer"), "new_password")
    assert confirm_password_reset(browser, reset).status_code == 204

    assert browser.log_in(EMAIL, CHOSEN).status_code == 401
    assert browser.log_in(EMAIL, NEW).json()["user"]["role"] == "member"
    assert is_rejected(confirm_password_reset(browser, reset))
    assert is_rejected(confirm_registration(browser, link, CHOSEN))
    assert AuditEvent.objects.get(event="user_registered").details == {"by": "password reset"}


def test_registration_and_reset_links_are_not_interchangeable(link, browser, mailoutbox):
    request_password_reset(browser, EMAIL)
    reset = get_link(mailoutbox[1])

    assert is_rejected(confirm_password_reset(browser, link))
    assert is_rejected(confirm_registration(browser, reset, CHOSEN))
    assert confirm_registration(browser, link, CHOSEN).status_code == 204
    assert is_rejected(confirm_password_reset(browser, reset))


def test_newer_registration_voids_the_reset_link(link, browser, mailoutbox):
    request_password_reset(browser, EMAIL)
    register(browser)
    assert is_rejected(confirm_password_reset(browser, get_link(mailoutbox[1])))


def test_invitation_by_staff_replaces_a_pending_registration(link, browser, signed_in, cashier, mailoutbox):
    cashier_client = signed_in(cashier)
    invited = cashier_client.post("/api/users/", {"email": EMAIL, "full_name": "Nora Invited", "role": "member"})

    assert invited.status_code == 201
    assert not PendingRegistration.objects.exists()
    assert is_rejected(confirm_registration(browser, link, CHOSEN))
    assert browser.log_in(EMAIL, CHOSEN).status_code == 401
    assert confirm_password_reset(browser, get_link(mailoutbox[1])).status_code == 204
    assert User.objects.get(email=EMAIL).full_name == "Nora Invited"


def test_registration_link_is_refused_if_a_user_has_the_address(link, browser):
    User.objects.create_user(EMAIL, PASSWORD, full_name="Rita Rival")

    assert is_rejected(confirm_registration(browser, link, CHOSEN))
    assert not PendingRegistration.objects.exists()
    assert AuditEvent.objects.get(event="registration_refused").details == {"because": "address taken"}


def test_unconfirmed_registration_expires_after_seven_days(link, clock, browser, mailoutbox):
    clock.shift(7 * DAY - 1)
    request_password_reset(browser, EMAIL)
    late = get_link(mailoutbox[1])
    assert cleanup_expired_sessions()["registrations"] == 0
    clock.shift(1)

    assert is_rejected(confirm_password_reset(browser, late))
    request_password_reset(browser, EMAIL)
    assert len(mailoutbox) == 2
    assert cleanup_expired_sessions()["registrations"] == 1
    assert not PendingRegistration.objects.exists()


def test_login_purges_expired_registrations(link, clock, signed_in, browser, member):
    signed_in(member)
    clock.shift(7 * DAY)
    assert browser.log_in(member.email).status_code == 200
    assert not PendingRegistration.objects.exists()


def test_closed_registration_confirms_nothing(link, browser, settings, mailoutbox):
    request_password_reset(browser, EMAIL)
    settings.REGISTRATION_OPEN = False

    assert confirm_registration(browser, link, CHOSEN).json()["code"] == "registration_closed"
    assert is_rejected(confirm_password_reset(browser, get_link(mailoutbox[1])))
    request_password_reset(browser, EMAIL)
    assert len(mailoutbox) == 2
    assert not User.objects.exists()


def test_registration_without_confirmation_replaces_a_pending_registration(link, browser, settings):
    settings.EMAIL_CONFIRMATION = False
    assert register(browser, password="another chosen passphrase").status_code == 201
    assert is_rejected(confirm_registration(browser, link, CHOSEN))
    assert browser.log_in(EMAIL, "another chosen passphrase").status_code == 200
