"""A password in NFC and in NFD is the same password on every route and in every command."""

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
    can_log_in,
    can_log_in_to_admin,
    hash_of_earlier_version,
    register,
)
from users.models import User


def test_nfc_and_nfd_forms_of_the_test_password_differ():
    assert NFC != NFD
    assert len(NFC) < len(NFD)


@pytest.mark.parametrize("chosen", FORMS, ids=["NFC", "NFD"])
@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
class TestPasswordChosenInOneFormAndTypedInAnother:
    @pytest.mark.usefixtures("_no_confirmation")
    def test_password_of_a_registration_is_accepted_at_login(self, db, chosen, typed):
        assert register(chosen).status_code == 201
        assert can_log_in(EMAIL, typed)
        assert not can_log_in(EMAIL, typed.replace("ü", "u").replace("\u0308", ""))

    def test_password_of_a_registration_is_accepted_at_confirmation_and_login(self, browser, mailoutbox, chosen, typed):
        assert register(chosen).status_code == 202
        link = get_link(mailoutbox[0])
        assert confirm_registration(browser, link, typed + "!").status_code == 400
        assert confirm_registration(browser, link, typed).status_code == 204
        assert can_log_in(EMAIL, chosen)

    def test_password_of_a_reset_is_accepted_at_login(self, browser, member, mailoutbox, chosen, typed):
        request_password_reset(browser, member.email)
        assert confirm_password_reset(browser, get_link(mailoutbox[0]), chosen).status_code == 204
        assert can_log_in(member.email, typed)

    def test_current_password_is_accepted_for_a_password_change(self, signed_in, member, chosen, typed):
        member.set_password(chosen)
        member.save()
        new = OTHER_NFC if chosen == NFC else OTHER_NFD
        body = {"current_password": typed, "new_password": new}
        assert signed_in(member).post("/api/users/password/change/", body).status_code == 204
        assert can_log_in(member.email, OTHER_NFC)
        assert can_log_in(member.email, OTHER_NFD)
        assert not can_log_in(member.email, typed)

    @pytest.mark.slow
    def test_password_is_accepted_at_admin_login_and_admin_password_change(self, manager, chosen, typed):
        manager.set_password(chosen)
        manager.save()
        assert can_log_in_to_admin(manager.email, typed)
        browser = AdminBrowser()
        browser.enter(manager)
        assert browser.change_password(typed, OTHER_NFC, again=OTHER_NFD).status_code == 302
        assert browser.is_signed_in()
        assert can_log_in_to_admin(manager.email, OTHER_NFD)
        assert not can_log_in_to_admin(manager.email, typed)

    @pytest.mark.slow
    def test_password_of_a_command_is_accepted_at_login(self, db, monkeypatch, chosen, typed):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", chosen)
        call_command("createsuperuser", email=EMAIL, full_name="Ada", interactive=False, verbosity=0)
        assert can_log_in_to_admin(EMAIL, typed)
        responses = iter([OTHER_NFD, OTHER_NFD])
        monkeypatch.setattr("django.contrib.auth.management.commands.changepassword.getpass.getpass",
                            lambda **_: next(responses))  # fmt: skip
        call_command("changepassword", EMAIL, stdout=StringIO())
        assert can_log_in_to_admin(EMAIL, OTHER_NFC)

    def test_password_of_set_password_is_accepted_by_check_password(self, db, chosen, typed):
        person = User.objects.create_user(EMAIL, chosen, role=Role.MEMBER)
        assert person.check_password(typed)
        assert not person.check_password(OTHER_NFC)
        assert not person.check_password(None)
        person.password = hash_of_earlier_version(typed)
        assert person.check_password(typed)


def test_weak_password_is_refused_in_either_form(db):
    User.objects.create_user("x@example.com", None, full_name="Ödön Özgür-Çelik", role=Role.MEMBER)
    person = User.objects.get()
    for form in ("NFC", "NFD"):
        with pytest.raises(ValidationError, match="too similar"):
            validate_password(unicodedata.normalize(form, "Ödön Özgür-Çelik"), person)
