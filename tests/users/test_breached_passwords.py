"""Breached passwords are refused wherever one is set; a user who still has one is told so at login."""

import secrets
import unicodedata
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.admin.admin_client import AdminBrowser
from tests.browsers import LocalBrowser
from tests.hashers import PASSWORD
from tests.users.mailed_links import confirm_password_reset, get_link, request_password_reset
from users.authentication import breached_passwords
from users.authentication.breached_passwords import imported_path, is_breached
from users.models import User

BREACHED = "letmein12345"  # in the shipped list, not in Django's
SENTENCE = "This password is known from a data breach. Choose another one."
UMLAUTS = "Grüne-Bäume-am-See-7"


@pytest.fixture
def import_list(settings, tmp_path):
    """Imports passwords or lines of hashes, one a line."""
    settings.DATA_DIR = tmp_path / "data"

    def run(*lines, name="list.txt"):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        out = StringIO()
        call_command("import_breached_passwords", str(tmp_path / name), stdout=out)
        return out.getvalue()

    return run


def change(browser, member, mailoutbox, password):
    browser.log_in(member.email)
    return browser.post("/api/users/password/change/", {"current_password": PASSWORD, "new_password": password})


def reset(browser, member, mailoutbox, password):
    request_password_reset(browser, member.email)
    return confirm_password_reset(browser, get_link(mailoutbox[-1]), password)


def register(browser, member, mailoutbox, password):
    form = {"email": "new@example.com", "full_name": "Nora New", "password": password}
    return browser.post("/api/users/register/", form)


def accept_invitation(browser, member, mailoutbox, password):
    manager = User.objects.create_user("boss@bank.com", PASSWORD, full_name="Bo Boss", role="manager")
    staff = LocalBrowser()
    staff.log_in(manager.email)
    body = {"email": "invited@example.com", "full_name": "Ida Invited", "role": "member"}
    assert staff.post("/api/users/", body).status_code == 201
    return confirm_password_reset(browser, get_link(mailoutbox[-1]), password)


every_way = pytest.mark.parametrize("set_password", [change, reset, register, accept_invitation])


@every_way
def test_breached_password_is_refused_when_it_is_set(set_password, browser, member, mailoutbox):
    response = set_password(browser, member, mailoutbox, BREACHED)

    field = "password" if set_password is register else "new_password"
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")
    assert response.json()["fields"] == {field: [SENTENCE]}


@every_way
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_imported_password_is_refused_in_each_unicode_form(
    set_password, form, browser, member, mailoutbox, import_list
):
    import_list(unicodedata.normalize("NFD", UMLAUTS))

    assert set_password(browser, member, mailoutbox, unicodedata.normalize(form, UMLAUTS)).status_code == 400


@pytest.mark.parametrize("command", ["createsuperuser", "changepassword"])
def test_commands_refuse_a_breached_password(command, member, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", BREACHED)
    monkeypatch.setattr("getpass.getpass", lambda **_: BREACHED)
    options = {"interactive": False, "email": "a@bank.com", "full_name": "Ada Admin"}
    call = (
        (lambda: call_command("createsuperuser", **options))
        if command == "createsuperuser"
        else (lambda: call_command("changepassword", member.email))
    )
    with pytest.raises(CommandError, match=r"data breach|Aborting"):
        call()


@pytest.mark.parametrize("password", [BREACHED, BREACHED.upper(), "Password1234"])
def test_user_with_a_breached_password_is_told_so_at_login(db, browser, password):
    user = User.objects.create_user("old@example.com", password, full_name="Olga Old")
    response = browser.log_in(user.email, password)

    assert response.json()["user"] == {
        "id": user.pk,
        "email": user.email,
        "full_name": "Olga Old",
        "role": "member",
        "must_change_password": True,
    }
    assert browser.check().status_code == 200


def test_lookup_at_login_computes_no_hash_and_runs_no_query(
    db, browser, hashed_passwords, django_assert_num_queries, import_list
):
    import_list(BREACHED)
    user = User.objects.create_user("old@example.com", BREACHED, full_name="Olga Old")
    hashed_passwords.clear()
    with django_assert_num_queries(0):
        assert is_breached(BREACHED)
    assert browser.log_in(user.email, BREACHED).json()["user"]["must_change_password"] is True
    assert len(hashed_passwords) == 1


def test_user_with_another_password_finds_no_hint_at_login(browser, member):
    assert set(browser.log_in(member.email).json()["user"]) == {"id", "email", "full_name", "role"}


def test_wrong_breached_password_tells_nothing(browser, member):
    response = browser.log_in(member.email, BREACHED)

    assert response.json() == {"error": "Invalid email or password.", "code": "invalid_credentials"}


def test_import_is_used_at_the_next_login_and_a_second_import_replaces_it(browser, member, import_list):
    assert "must_change_password" not in browser.log_in(member.email).json()["user"]
    import_list(PASSWORD)
    assert browser.log_in(member.email).json()["user"]["must_change_password"] is True
    import_list("another list")
    assert "must_change_password" not in browser.log_in(member.email).json()["user"]


def test_staff_with_a_breached_password_can_sign_in_to_the_staff_site(db):
    User.objects.create_user("boss@bank.com", BREACHED, full_name="Bo Boss", role="manager")

    assert AdminBrowser().log_in("boss@bank.com", BREACHED).status_code == 302


def test_damaged_imported_list_is_logged_and_stops_no_login(browser, member, settings, tmp_path, caplog):
    settings.DATA_DIR = tmp_path
    for content in (b"", b"breached-sha1-8\nabc", b"something else"):
        imported_path().write_bytes(content)
        caplog.clear()
        assert browser.log_in(member.email).status_code == 200
        assert "the imported list of breached passwords is not used" in caplog.text
    assert is_breached(BREACHED)


def test_shipped_list_has_less_than_a_megabyte_and_few_false_positives():
    shipped = breached_passwords._shipped()
    digests = [int.from_bytes(secrets.token_bytes(4), "big") for _ in range(100_000)]

    assert breached_passwords.SHIPPED.stat().st_size < 1_000_000
    assert sum(map(shipped.contains, digests)) < 40  # 11 are expected


@pytest.mark.parametrize(
    "password", ["password1234", "iloveyou1234", "1q2w3e4r5t6y", "changeme1234", "manchesterunited"]
)
def test_shipped_list_has_common_passwords_in_any_case(password):
    assert is_breached(password)
    assert is_breached(password.title())
    assert not is_breached(password[::-1] + "!?")
