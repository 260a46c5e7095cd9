"""Management commands that change users apply the rules of the API and write audit rows that name the command."""

import io

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import transaction

from audit.models import AuditEvent
from demo.people import PEOPLE, load_people
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.hashers import PASSWORD
from tests.users.mailed_links import NEW
from users.models import User

pytestmark = pytest.mark.django_db
EMAIL, NAME = "ada@bank.com", "Ada Administrator"
WEAK = {"short": "Xk3-9vPq", "common": "peanutbutter", "the e-mail": EMAIL, "digits": "9" * 20, "long": "p-9" * 43}


class Terminal(io.StringIO):
    def isatty(self):
        return True


def events(**filters):
    rows = AuditEvent.objects.filter(**filters).order_by("id")
    return list(rows.values_list("event", "user_id", "actor_id", "ip_address", "details"))


@pytest.fixture
def answer_prompts(monkeypatch):
    """Answers the prompts of a command: `answer_prompts(lines, passwords)` returns the list of prompts."""

    def answer(lines, passwords):
        prompts, lines, passwords = [], iter(lines), iter(passwords)
        monkeypatch.setattr("builtins.input", lambda prompt="": prompts.append(prompt) or next(lines))
        monkeypatch.setattr("getpass.getpass", lambda prompt="": prompts.append(prompt) or next(passwords))
        return prompts

    return answer


def run(*arguments, **options):
    """Runs a command; returns its stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_user_commands_override_those_of_django_and_groups_are_not_in_the_admin():
    """If two apps have a command of one name, Django uses that of the first in INSTALLED_APPS."""
    for name in ("createsuperuser", "changepassword", "end_all_sessions"):
        assert get_commands()[name] == "users", name
        assert load_command_class("users", name).__module__ == f"users.management.commands.{name}"
    assert not admin.site.is_registered(Group)


class TestCreatesuperuser:
    def options(self, **more):
        return {"email": EMAIL, "full_name": NAME, "interactive": False} | more

    def test_administrator_is_created_and_audited(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
        out, _ = run("createsuperuser", **self.options(email=" ADA@bank.com "))
        person = User.objects.get()
        assert out == "Superuser created successfully.\n"
        assert (person.email, person.full_name, person.role, person.is_superuser) == (EMAIL, NAME, "manager", True)
        assert events() == [("administrator_created", person.pk, None, "", {"command": "createsuperuser"})]
        assert AdminBrowser().log_in(EMAIL, NEW).status_code == 302

    def test_administrator_without_a_password_cannot_log_in(self, monkeypatch):
        monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
        run("createsuperuser", **self.options())
        assert not User.objects.get().has_usable_password()

    def test_email_and_name_may_come_from_the_environment(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", EMAIL)
        monkeypatch.setenv("DJANGO_SUPERUSER_FULL_NAME", NAME)
        run("createsuperuser", "--noinput")
        assert User.objects.get().full_name == NAME

    @pytest.mark.parametrize("password", WEAK.values(), ids=WEAK)
    def test_weak_password_from_the_environment_is_refused(self, monkeypatch, password):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
        with pytest.raises(CommandError):
            run("createsuperuser", **self.options())
        assert not User.objects.exists()
        assert events() == []

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"full_name": None}, "You must use --full_name with --noinput."),
            ({"email": None}, "You must use --email with --noinput."),
            ({"full_name": "a@b"}, "Full name: A name may have letters, digits, spaces and the signs"),
            ({"email": "no address"}, "Email: Enter a valid email address."),
            ({"email": "MEMBER@example.com"}, "Email: That email is already taken."),
        ],
    )
    def test_invalid_name_or_email_is_refused(self, member, wrong, sentence):
        with pytest.raises(CommandError, match=sentence):
            run("createsuperuser", **self.options(**wrong))
        assert User.objects.count() == 1

    def test_prompts_repeat_until_each_answer_is_valid(self, member, answer_prompts):
        lines = ["", "no address", member.email, EMAIL, "", "x@y", NAME]
        passwords = ["one", "other", " ", " ", WEAK["common"], WEAK["common"], NEW, NEW]
        prompts = answer_prompts(lines, passwords)
        out, err = run("createsuperuser", stdin=Terminal())

        assert prompts == ["Email: "] * 4 + ["Full name: "] * 3 + ["Password: ", "Password (again): "] * 4
        assert err.count("Error: ") == 8
        for sentence in ("Enter a valid email", "already taken", "didn't match", "Blank passwords", "too common"):
            assert sentence in err
        assert "Bypass" not in err + out + "".join(prompts)
        person = User.objects.get(email=EMAIL)
        assert person.check_password(NEW)
        assert events() == [("administrator_created", person.pk, None, "", {"command": "createsuperuser"})]

    def test_given_options_are_not_prompted_for(self, answer_prompts):
        prompts = answer_prompts([], [NEW, NEW])
        run("createsuperuser", email=EMAIL, full_name=NAME, stdin=Terminal())
        assert prompts == ["Password: ", "Password (again): "]

    def test_command_without_a_terminal_does_not_prompt(self, answer_prompts):
        prompts = answer_prompts([], [])
        out, _ = run("createsuperuser", stdin=io.StringIO())
        assert out.startswith("Superuser creation skipped")
        assert (prompts, User.objects.count()) == ([], 0)

    def test_keyboard_interrupt_cancels_the_command(self, answer_prompts, monkeypatch):
        def cancel(_=""):
            raise KeyboardInterrupt

        monkeypatch.setattr("builtins.input", cancel)
        with pytest.raises(SystemExit) as exit_info:
            run("createsuperuser", stdin=Terminal())
        assert exit_info.value.code == 1
        assert not User.objects.exists()


class TestChangepassword:
    def test_password_change_is_audited_and_ends_all_sessions(self, signed_in, manager, member, answer_prompts):
        manager_client, other_client, admin_browser = signed_in(manager), signed_in(member), AdminBrowser()
        admin_browser.enter(manager)
        session_ids = list(manager.browser_sessions.order_by("pk").values_list("pk", flat=True))
        prompts = answer_prompts([], [NEW, NEW])
        out, _ = run("changepassword", "Manager@Bank.com")

        assert prompts == ["Password: ", "Password (again): "]
        assert out == (
            "Changing password for user 'manager@bank.com'\nPassword changed successfully for user 'manager@bank.com'\n"
        )
        ended = {"because": "password changed", "command": "changepassword"}
        assert events(user_id=manager.pk) == [
            ("password_changed", manager.pk, None, "", {"command": "changepassword"}),
            *[("session_revoked", manager.pk, None, "", {"session": number, **ended}) for number in session_ids],
        ]
        assert manager_client.check().json()["code"] == "session_ended"
        assert not admin_browser.is_signed_in()
        assert other_client.check().status_code == 200
        manager.refresh_from_db()
        assert (manager.check_password(NEW), manager.session_version) == (True, 1)

    def test_three_weak_passwords_abort_the_command(self, manager, answer_prompts):
        answer_prompts([], [*[WEAK["common"]] * 4, "one", "other"])
        with pytest.raises(CommandError, match="after 3 attempts"):
            run("changepassword", manager.email)
        manager.refresh_from_db()
        assert manager.check_password(PASSWORD)
        assert events() == []

    def test_second_attempt_may_succeed(self, manager, answer_prompts):
        answer_prompts([], [WEAK["digits"], WEAK["digits"], NEW, NEW])
        out, err = run("changepassword", manager.email)
        assert "entirely numeric" in err
        assert "Password changed" in out

    def test_unknown_person_and_empty_password_are_errors(self, manager, answer_prompts):
        with pytest.raises(CommandError, match="user 'no@bank\\.com' does not exist"):
            run("changepassword", "no@bank.com")
        answer_prompts([], [""])
        with pytest.raises(CommandError, match="aborted"):
            run("changepassword", manager.email)


class TestEndAllSessions:
    def test_all_sessions_end_with_an_audit_row_each(self, signed_in, member, manager, monkeypatch):
        monkeypatch.setattr("sessions_browser.services.revoke.BATCH", 2)
        browsers = [signed_in(member), signed_in(member, bind_browser=False), signed_in(manager)]
        admin_browser = AdminBrowser()
        admin_browser.enter(manager)
        sessions = list(BrowserSession.objects.order_by("pk").values_list("user_id", "pk"))
        assert run("end_all_sessions") == ("4 sessions ended\n", "")

        details = {"command": "end_all_sessions"}
        assert events(event="session_revoked") == [
            ("session_revoked", person, None, "", {"session": number, **details}) for person, number in sessions
        ]
        for browser in browsers:
            assert browser.check().json()["code"] == browser.rotate().json()["code"] == "session_ended"
        assert not admin_browser.is_signed_in()
        assert run("end_all_sessions") == ("0 sessions ended\n", "")
        assert signed_in(member).check().status_code == 200

    def test_user_option_ends_sessions_of_one_user_only(self, signed_in, member, other_member):
        member_clients, other_client = [signed_in(member), signed_in(member)], signed_in(other_member)
        assert run("end_all_sessions", "--user", " MEMBER@example.com")[0] == "2 sessions ended\n"
        assert {browser.check().json()["code"] for browser in member_clients} == {"session_ended"}
        assert other_client.check().status_code == 200

    def test_unknown_user_is_an_error_and_ends_no_session(self, signed_in, member):
        member_client = signed_in(member)
        for email in ("no@bank.com", ""):
            with pytest.raises(CommandError, match="does not exist"):
                run("end_all_sessions", user=email)
        assert member_client.check().status_code == 200


def test_users_of_the_seed_are_audited_without_log_lines(cashier, caplog, monkeypatch):
    monkeypatch.setattr("users.authentication.commands.BATCH", 2)
    run("seed", members=5, transactions=0)
    people = User.objects.filter(email__endswith="@seed.example").order_by("pk").values_list("pk", flat=True)
    assert events() == [("user_created", number, None, "", {"command": "seed"}) for number in people]
    assert len(people) == 5
    assert [record for record in caplog.records if record.name == "audit"] == []


def test_cashier_of_the_seed_is_audited():
    run("seed", members=2, transactions=0)
    assert AuditEvent.objects.get(user_id=User.objects.get(role="cashier").pk).event == "user_created"


def test_users_of_the_demo_bank_are_audited():
    with transaction.atomic():
        load_people()
    created = events(details__command="load_demo")
    assert len(created) == len(PEOPLE)
    administrator = User.objects.get(is_superuser=True)
    assert [row[1] for row in created if row[0] == "administrator_created"] == [administrator.pk]
    assert {row[1] for row in created} == set(User.objects.values_list("pk", flat=True))
