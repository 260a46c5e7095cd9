"""Registration by confirmed address: a mailed link and the password chosen before make the member, once."""

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
    is_invalid_link,
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
    """Of a registration at the start of the clock."""
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


def test_confirmation_signs_nobody_in_and_ignores_a_token(link, browser):
    body = {**get_link_parameters(link), "password": CHOSEN}
    response = browser.post("/api/users/register/confirm/", body, token="no token at all")

    assert response.status_code == 204
    assert not response.cookies
    assert browser.check().json()["code"] == "not_authenticated"


def test_unconfirmed_address_is_answered_at_login_like_an_unknown_one(link, browser):
    responses = [browser.log_in(email, CHOSEN) for email in (EMAIL, "nobody@example.com")]
    assert {response.status_code for response in responses} == {401}
    assert responses[0].content == responses[1].content


def test_unconfirmed_registration_is_in_no_list_count_or_report(link, signed_in, manager):
    office = signed_in(manager)
    assert [person["email"] for person in office.get("/api/users/").json()["results"]] == [manager.email]
    assert office.get("/api/users/?search=newcomer").json()["results"] == []
    assert EMAIL not in str(office.get("/api/reports/member-growth/").content)


def test_link_works_once(link, browser):
    assert confirm_registration(browser, link, CHOSEN).status_code == 204
    assert is_invalid_link(confirm_registration(browser, link, CHOSEN))
    assert User.objects.count() == 1


@pytest.mark.parametrize(("age", "works"), [(DAY, True), (DAY + 1, False)])
def test_link_expires_after_a_day(link, clock, browser, age, works):
    clock.shift(age)
    response = confirm_registration(browser, link, CHOSEN)
    assert response.status_code == 204 if works else is_invalid_link(response)


def test_wrong_link_is_refused_like_an_unknown_one_and_before_the_password(link, browser):
    other = get_link_parameters(link)
    responses = [
        confirm_registration(browser, link, "a wrong password", **changes)
        for changes in ({"uid": "x"}, {"token": "x"}, {"token": "x.y.z"}, {"token": other["token"][:-1] + "!"},
                        {"uid": other["uid"][::-1]}, {"uid": "ü" * 64}, {"token": "." * 128})
    ]  # fmt: skip
    assert all(map(is_invalid_link, responses))
    assert len({response.content for response in responses}) == 1
    assert confirm_registration(browser, link, CHOSEN).status_code == 204


def test_wrong_password_is_refused_and_leaves_the_link(link, browser):
    assert is_invalid_link(confirm_registration(browser, link, "a wrong password"), "password")
    assert not User.objects.exists()
    assert confirm_registration(browser, link, CHOSEN).status_code == 204


def test_passwords_tried_at_login_and_confirmation_draw_on_one_limit(clock, link, browser):
    for _ in range(3):
        assert browser.log_in(EMAIL, "a wrong password").status_code == 401
    for _ in range(2):
        assert is_invalid_link(confirm_registration(browser, link, "a wrong password"), "password")

    for refused in (confirm_registration(browser, link, CHOSEN), browser.log_in(EMAIL, CHOSEN)):
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    clock.shift(60)
    assert confirm_registration(browser, link, CHOSEN).status_code == 204


def test_new_registration_replaces_name_and_password_and_voids_the_older_link(link, browser, mailoutbox):
    register(browser, password="another chosen passphrase", full_name="Nora Renamed")

    assert is_invalid_link(confirm_registration(browser, link, CHOSEN))
    newer = get_link(mailoutbox[1])
    assert is_invalid_link(confirm_registration(browser, newer, CHOSEN), "password")
    assert confirm_registration(browser, newer, "another chosen passphrase").status_code == 204
    assert User.objects.get().full_name == "Nora Renamed"


@pytest.mark.parametrize(("module", "name"), [(registration, "attempt_password"), (passwords, "make_password")])
def test_link_that_a_newer_registration_voids_meanwhile_is_refused(
    link, browser, mailoutbox, monkeypatch, module, name
):
    request_password_reset(browser, EMAIL)
    judge = getattr(module, name)

    def judge_slowly(*args, **options):
        monkeypatch.undo()
        register(browser, password="another chosen passphrase")
        return judge(*args, **options)

    monkeypatch.setattr(module, name, judge_slowly)
    reset = module is passwords
    assert is_invalid_link(
        confirm_password_reset(browser, get_link(mailoutbox[1]))
        if reset
        else confirm_registration(browser, link, CHOSEN)
    )
    assert not User.objects.exists()
    newer = get_link(mailoutbox[2])
    assert confirm_registration(browser, newer, "another chosen passphrase").status_code == 204


def test_registration_by_a_stranger_gives_nothing_to_the_owner_of_the_address_or_the_stranger(link, browser):
    """The owner has the link and not the password; a reset takes the registration over."""
    assert is_invalid_link(confirm_registration(browser, link, "what the owner would choose"), "password")
    assert browser.log_in(EMAIL, CHOSEN).status_code == 401


@pytest.mark.parametrize("spelling", email_variants(EMAIL))
def test_three_mails_an_hour_go_to_an_address_in_whatever_spelling(clock, at, mailoutbox, spelling):
    for number in range(2):
        register(at(f"10.0.0.{number}"))
        clock.shift(600)
    for number in range(2):
        assert register(at(f"10.0.1.{number}"), spelling).status_code == 202
    assert [message.to for message in mailoutbox] == [[EMAIL]] * 3


def test_registration_past_the_mail_limit_changes_nothing(clock, at, browser, mailoutbox):
    for _ in range(3):
        register(browser)
    before = PendingRegistration.objects.values().get()

    response = register(at("10.0.0.1"), password="chosen by a stranger", full_name="Eve")

    assert (response.status_code, response.content) == (202, b"")
    assert PendingRegistration.objects.values().get() == before
    assert confirm_registration(browser, get_link(mailoutbox[2]), CHOSEN).status_code == 204
    assert AuditEvent.objects.get(event="registration_refused").details == {"because": "mail limit"}


def test_registered_address_gets_a_mail_that_says_so_at_most_three_an_hour(clock, browser, member, mailoutbox):
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

    assert is_invalid_link(confirm_password_reset(browser, reset, "nora newcomer"), "new_password")
    assert confirm_password_reset(browser, reset).status_code == 204

    assert browser.log_in(EMAIL, CHOSEN).status_code == 401
    assert browser.log_in(EMAIL, NEW).json()["user"]["role"] == "member"
    assert is_invalid_link(confirm_password_reset(browser, reset))
    assert is_invalid_link(confirm_registration(browser, link, CHOSEN))
    assert AuditEvent.objects.get(event="user_registered").details == {"by": "password reset"}


def test_link_of_one_purpose_is_refused_for_the_other(link, browser, mailoutbox):
    request_password_reset(browser, EMAIL)
    reset = get_link(mailoutbox[1])

    assert is_invalid_link(confirm_password_reset(browser, link))
    assert is_invalid_link(confirm_registration(browser, reset, CHOSEN))
    assert confirm_registration(browser, link, CHOSEN).status_code == 204
    assert is_invalid_link(confirm_password_reset(browser, reset))


def test_new_registration_voids_the_reset_link_too(link, browser, mailoutbox):
    request_password_reset(browser, EMAIL)
    register(browser)
    assert is_invalid_link(confirm_password_reset(browser, get_link(mailoutbox[1])))


def test_invitation_by_staff_takes_the_address_over(link, browser, signed_in, cashier, mailoutbox):
    desk = signed_in(cashier)
    invited = desk.post("/api/users/", {"email": EMAIL, "full_name": "Nora Invited", "role": "member"})

    assert invited.status_code == 201
    assert not PendingRegistration.objects.exists()
    assert is_invalid_link(confirm_registration(browser, link, CHOSEN))
    assert browser.log_in(EMAIL, CHOSEN).status_code == 401
    assert confirm_password_reset(browser, get_link(mailoutbox[1])).status_code == 204
    assert User.objects.get(email=EMAIL).full_name == "Nora Invited"


def test_link_is_refused_where_the_address_was_taken_past_the_services(link, browser):
    User.objects.create_user(EMAIL, PASSWORD, full_name="Rita Rival")

    assert is_invalid_link(confirm_registration(browser, link, CHOSEN))
    assert not PendingRegistration.objects.exists()
    assert AuditEvent.objects.get(event="registration_refused").details == {"because": "address taken"}


def test_unconfirmed_registration_is_forgotten_after_seven_days(link, clock, browser, mailoutbox):
    clock.shift(7 * DAY - 1)
    request_password_reset(browser, EMAIL)
    late = get_link(mailoutbox[1])
    assert cleanup_expired_sessions()["registrations"] == 0
    clock.shift(1)

    assert is_invalid_link(confirm_password_reset(browser, late))
    request_password_reset(browser, EMAIL)
    assert len(mailoutbox) == 2
    assert cleanup_expired_sessions()["registrations"] == 1
    assert not PendingRegistration.objects.exists()


def test_login_that_sweeps_expired_sessions_sweeps_registrations_too(link, clock, signed_in, browser, member):
    signed_in(member)
    clock.shift(7 * DAY)
    assert browser.log_in(member.email).status_code == 200
    assert not PendingRegistration.objects.exists()


def test_closed_registration_confirms_nothing(link, browser, settings, mailoutbox):
    request_password_reset(browser, EMAIL)
    settings.REGISTRATION_OPEN = False

    assert confirm_registration(browser, link, CHOSEN).json()["code"] == "registration_closed"
    assert is_invalid_link(confirm_password_reset(browser, get_link(mailoutbox[1])))
    request_password_reset(browser, EMAIL)
    assert len(mailoutbox) == 2
    assert not User.objects.exists()


def test_registration_without_confirmation_takes_a_waiting_address_over(link, browser, settings):
    settings.EMAIL_CONFIRMATION = False
    assert register(browser, password="another chosen passphrase").status_code == 201
    assert is_invalid_link(confirm_registration(browser, link, CHOSEN))
    assert browser.log_in(EMAIL, "another chosen passphrase").status_code == 200
