"""A password is the same in NFC and NFD on every path."""

import unicodedata
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command

from core.authorization.roles import Role
from tests.admin.admin_client import AdminBrowser
from tests.users.mailed_links import confirm_password_reset, confirm_registration, get_link, request_password_reset
from tests.users.password_forms import (
    EMAIL,
    FORMS,
    NFC,
    NFD,
    OTHER_NFC,
    OTHER_NFD,
    enters_admin,
    hashed_before,
    register,
    signs_in,
)
from users.models import User


def test_forms_differ():
    assert NFC != NFD
    assert len(NFC) < len(NFD)


@pytest.mark.parametrize("chosen", FORMS, ids=["NFC", "NFD"])
@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
class TestChosenInOneFormTypedInTheOther:
    @pytest.mark.usefixtures("_no_confirmation")
    def test_registration_and_login(self, db, chosen, typed):
        assert register(chosen).status_code == 201
        assert signs_in(EMAIL, typed)
        assert not signs_in(EMAIL, typed.replace("ü", "u").replace("\u0308", ""))

    def test_confirmed_registration_and_login(self, browser, mailoutbox, chosen, typed):
        assert register(chosen).status_code == 202
        link = get_link(mailoutbox[0])
        assert confirm_registration(browser, link, typed + "!").status_code == 400
        assert confirm_registration(browser, link, typed).status_code == 204
        assert signs_in(EMAIL, chosen)

    def test_reset(self, browser, member, mailoutbox, chosen, typed):
        request_password_reset(browser, member.email)
        assert confirm_password_reset(browser, get_link(mailoutbox[0]), chosen).status_code == 204
        assert signs_in(member.email, typed)

    def test_change(self, signed_in, member, chosen, typed):
        member.set_password(chosen)
        member.save()
        new = OTHER_NFC if chosen == NFC else OTHER_NFD
        body = {"current_password": typed, "new_password": new}
        assert signed_in(member).post("/api/users/password/change/", body).status_code == 204
        assert signs_in(member.email, OTHER_NFC)
        assert signs_in(member.email, OTHER_NFD)
        assert not signs_in(member.email, typed)

    def test_admin_login_and_change(self, manager, chosen, typed):
        manager.set_password(chosen)
        manager.save()
        assert enters_admin(manager.email, typed)
        browser = AdminBrowser()
        browser.enter(manager)
        assert browser.change_password(typed, OTHER_NFC, again=OTHER_NFD).status_code == 302
        assert browser.is_signed_in()
        assert enters_admin(manager.email, OTHER_NFD)
        assert not enters_admin(manager.email, typed)

    def test_commands(self, db, monkeypatch, chosen, typed):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", chosen)
        call_command("createsuperuser", email=EMAIL, full_name="Ada", interactive=False, verbosity=0)
        assert enters_admin(EMAIL, typed)
        responses = iter([OTHER_NFD, OTHER_NFD])
        monkeypatch.setattr("django.contrib.auth.management.commands.changepassword.getpass.getpass",
                            lambda **_: next(responses))  # fmt: skip
        call_command("changepassword", EMAIL, stdout=StringIO())
        assert enters_admin(EMAIL, OTHER_NFC)

    def test_set_password_and_check_password(self, db, chosen, typed):
        person = User.objects.create_user(EMAIL, chosen, role=Role.MEMBER)
        assert person.check_password(typed)
        assert not person.check_password(OTHER_NFC)
        assert not person.check_password(None)
        person.password = hashed_before(typed)
        assert person.check_password(typed)


def test_weak_password_is_refused_in_either_form(db):
    User.objects.create_user("x@example.com", None, full_name="Ödön Özgür-Çelik", role=Role.MEMBER)
    person = User.objects.get()
    for form in ("NFC", "NFD"):
        with pytest.raises(ValidationError, match="too similar"):
            validate_password(unicodedata.normalize(form, "Ödön Özgür-Çelik"), person)
