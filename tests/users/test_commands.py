"""Management commands that change people: by the rules of the API, and with audit rows that name the command."""

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


def events(**of):
    rows = AuditEvent.objects.filter(**of).order_by("id")
    return list(rows.values_list("event", "user_id", "actor_id", "ip_address", "details"))


@pytest.fixture
def type_in(monkeypatch):
    """Answers what a command asks: `type_in(lines, passwords)`; the prompts are in the list that it returns."""

    def response(lines, passwords):
        asked, lines, passwords = [], iter(lines), iter(passwords)
        monkeypatch.setattr("builtins.input", lambda prompt="": asked.append(prompt) or next(lines))
        monkeypatch.setattr("getpass.getpass", lambda prompt="": asked.append(prompt) or next(passwords))
        return asked

    return response


def run(*arguments, **options):
    """What the command writes to each of the two."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_commands_are_ours_and_the_page_of_groups_stays_out_of_the_admin():
    """Of two apps with a command of one name, the one that stands first in INSTALLED_APPS gives it."""
    for name in ("createsuperuser", "changepassword", "end_all_sessions"):
        assert get_commands()[name] == "users", name
        assert load_command_class("users", name).__module__ == f"users.management.commands.{name}"
    assert not admin.site.is_registered(Group)


class TestCreatesuperuser:
    def options(self, **more):
        return {"email": EMAIL, "full_name": NAME, "interactive": False} | more

    def test_administrator_is_made_and_audited(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
        out, _ = run("createsuperuser", **self.options(email=" ADA@bank.com "))
        person = User.objects.get()
        assert out == "Superuser created successfully.\n"
        assert (person.email, person.full_name, person.role, person.is_superuser) == (EMAIL, NAME, "manager", True)
        assert events() == [("administrator_created", person.pk, None, "", {"command": "createsuperuser"})]
        assert AdminBrowser().log_in(EMAIL, NEW).status_code == 302

    def test_without_a_password_nobody_signs_in(self, monkeypatch):
        monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
        run("createsuperuser", **self.options())
        assert not User.objects.get().has_usable_password()

    def test_email_and_name_may_come_from_the_environment(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", EMAIL)
        monkeypatch.setenv("DJANGO_SUPERUSER_FULL_NAME", NAME)
        run("createsuperuser", "--noinput")
        assert User.objects.get().full_name == NAME

    @pytest.mark.parametrize("password", WEAK.values(), ids=WEAK)
    def test_weak_password_is_refused_without_input_too(self, monkeypatch, password):
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
    def test_what_the_api_refuses_is_refused(self, member, wrong, sentence):
        with pytest.raises(CommandError, match=sentence):
            run("createsuperuser", **self.options(**wrong))
        assert User.objects.count() == 1

    def test_it_asks_until_each_answer_is_valid(self, member, type_in):
        lines = ["", "no address", member.email, EMAIL, "", "x@y", NAME]
        passwords = ["one", "other", " ", " ", WEAK["common"], WEAK["common"], NEW, NEW]
        asked = type_in(lines, passwords)
        out, err = run("createsuperuser", stdin=Terminal())

        assert asked == ["Email: "] * 4 + ["Full name: "] * 3 + ["Password: ", "Password (again): "] * 4
        assert err.count("Error: ") == 8
        for sentence in ("Enter a valid email", "already taken", "didn't match", "Blank passwords", "too common"):
            assert sentence in err
        assert "Bypass" not in err + out + "".join(asked)
        person = User.objects.get(email=EMAIL)
        assert person.check_password(NEW)
        assert events() == [("administrator_created", person.pk, None, "", {"command": "createsuperuser"})]

    def test_options_are_not_asked_for_again(self, type_in):
        asked = type_in([], [NEW, NEW])
        run("createsuperuser", email=EMAIL, full_name=NAME, stdin=Terminal())
        assert asked == ["Password: ", "Password (again): "]

    def test_without_a_terminal_nothing_is_asked(self, type_in):
        asked = type_in([], [])
        out, _ = run("createsuperuser", stdin=io.StringIO())
        assert out.startswith("Superuser creation skipped")
        assert (asked, User.objects.count()) == ([], 0)

    def test_it_can_be_cancelled(self, type_in, monkeypatch):
        def cancel(_=""):
            raise KeyboardInterrupt

        monkeypatch.setattr("builtins.input", cancel)
        with pytest.raises(SystemExit) as ended:
            run("createsuperuser", stdin=Terminal())
        assert ended.value.code == 1
        assert not User.objects.exists()


class TestChangepassword:
    def test_password_is_changed_audited_and_all_sessions_end(self, signed_in, manager, member, type_in):
        theirs, bystander, inside = signed_in(manager), signed_in(member), AdminBrowser()
        inside.enter(manager)
        numbers = list(manager.browser_sessions.order_by("pk").values_list("pk", flat=True))
        asked = type_in([], [NEW, NEW])
        out, _ = run("changepassword", "Manager@Bank.com")

        assert asked == ["Password: ", "Password (again): "]
        assert out == (
            "Changing password for user 'manager@bank.com'\nPassword changed successfully for user 'manager@bank.com'\n"
        )
        ended = {"because": "password changed", "command": "changepassword"}
        assert events(user_id=manager.pk) == [
            ("password_changed", manager.pk, None, "", {"command": "changepassword"}),
            *[("session_revoked", manager.pk, None, "", {"session": number, **ended}) for number in numbers],
        ]
        assert theirs.check().json()["code"] == "session_ended"
        assert not inside.is_signed_in()
        assert bystander.check().status_code == 200
        manager.refresh_from_db()
        assert (manager.check_password(NEW), manager.session_version) == (True, 1)

    def test_weak_passwords_are_refused_three_times(self, manager, type_in):
        type_in([], [*[WEAK["common"]] * 4, "one", "other"])
        with pytest.raises(CommandError, match="after 3 attempts"):
            run("changepassword", manager.email)
        manager.refresh_from_db()
        assert manager.check_password(PASSWORD)
        assert events() == []

    def test_second_try_may_be_right(self, manager, type_in):
        type_in([], [WEAK["digits"], WEAK["digits"], NEW, NEW])
        out, err = run("changepassword", manager.email)
        assert "entirely numeric" in err
        assert "Password changed" in out

    def test_unknown_person_and_empty_password_are_errors(self, manager, type_in):
        with pytest.raises(CommandError, match="user 'no@bank\\.com' does not exist"):
            run("changepassword", "no@bank.com")
        type_in([], [""])
        with pytest.raises(CommandError, match="aborted"):
            run("changepassword", manager.email)


class TestEndAllSessions:
    def test_everybody_is_signed_out_with_a_row_each(self, signed_in, member, manager, monkeypatch):
        monkeypatch.setattr("sessions_browser.services.revoke.BATCH", 2)
        browsers = [signed_in(member), signed_in(member, bind_browser=False), signed_in(manager)]
        inside = AdminBrowser()
        inside.enter(manager)
        sessions = list(BrowserSession.objects.order_by("pk").values_list("user_id", "pk"))
        assert run("end_all_sessions") == ("4 sessions ended\n", "")

        facts = {"command": "end_all_sessions"}
        assert events(event="session_revoked") == [
            ("session_revoked", person, None, "", {"session": number, **facts}) for person, number in sessions
        ]
        for browser in browsers:
            assert browser.check().json()["code"] == browser.rotate().json()["code"] == "session_ended"
        assert not inside.is_signed_in()
        assert run("end_all_sessions") == ("0 sessions ended\n", "")
        assert signed_in(member).check().status_code == 200

    def test_one_person_is_signed_out_and_nobody_else(self, signed_in, member, other_member):
        theirs, bystander = [signed_in(member), signed_in(member)], signed_in(other_member)
        assert run("end_all_sessions", "--user", " MEMBER@example.com")[0] == "2 sessions ended\n"
        assert {browser.check().json()["code"] for browser in theirs} == {"session_ended"}
        assert bystander.check().status_code == 200

    def test_unknown_person_is_an_error_and_nobody_is_signed_out(self, signed_in, member):
        theirs = signed_in(member)
        for email in ("no@bank.com", ""):
            with pytest.raises(CommandError, match="does not exist"):
                run("end_all_sessions", user=email)
        assert theirs.check().status_code == 200


def test_people_of_the_seed_are_audited_without_lines(cashier, caplog, monkeypatch):
    monkeypatch.setattr("users.authentication.commands.BATCH", 2)
    run("seed", members=5, transactions=0)
    people = User.objects.filter(email__endswith="@seed.example").order_by("pk").values_list("pk", flat=True)
    assert events() == [("user_created", number, None, "", {"command": "seed"}) for number in people]
    assert len(people) == 5
    assert [record for record in caplog.records if record.name == "audit"] == []


def test_cashier_of_the_seed_is_audited_too():
    run("seed", members=2, transactions=0)
    assert AuditEvent.objects.get(user_id=User.objects.get(role="cashier").pk).event == "user_created"


def test_people_of_the_demo_bank_are_audited():
    with transaction.atomic():
        load_people()
    made = events(details__command="load_demo")
    assert len(made) == len(PEOPLE)
    administrator = User.objects.get(is_superuser=True)
    assert [row[1] for row in made if row[0] == "administrator_created"] == [administrator.pk]
    assert {row[1] for row in made} == set(User.objects.values_list("pk", flat=True))
