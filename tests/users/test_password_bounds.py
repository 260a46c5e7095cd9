"""The length of passwords and e-mail addresses is limited before and after normalization."""

import time
import unicodedata

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.admin.admin_client import AdminBrowser
from tests.browsers import LocalBrowser
from tests.users.mailed_links import request_password_reset
from tests.users.password_forms import EMAIL, NFC, can_log_in, register
from users.models import User


@pytest.mark.usefixtures("_no_confirmation")
def test_length_of_a_password_counts_normalized_characters(signed_in, member):
    longest, shortest = "äx-9" * 32, "äöüäöüäöüä-7"
    assert (len(longest), len(shortest)) == (128, 12)
    for valid in (longest, shortest):
        assert register(unicodedata.normalize("NFD", valid)).status_code == 201
        assert can_log_in(EMAIL, unicodedata.normalize("NFD", valid))
        assert can_log_in(EMAIL, valid)
        User.objects.filter(email=EMAIL).delete()
    for invalid in (longest + "ä", shortest[1:]):
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, invalid)
            assert list(register(text).json()["fields"]) == ["password"], text
            with pytest.raises(ValidationError):  # as in `changepassword`
                validate_password(text, member)
    assert list(register("\ufb2c" * 50).json()["fields"]) == ["password"]  # three characters each in NFC


@pytest.fixture
def overlong():
    """A text whose normalization takes seconds with 64 kB, and hours with the admin's megabyte."""
    return "a" + "\u0315" * 5_000 + "\u0316" * 4_000


def test_overlong_password_is_refused_without_being_normalized(signed_in, member, manager, overlong, monkeypatch):
    lengths, nfc = [], unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: lengths.append(len(text)) or nfc(form, text))
    browser, admin_browser = signed_in(member), AdminBrowser()
    admin_browser.enter(manager)
    start = time.process_time()
    responses = [
        browser.log_in(member.email, overlong),
        register(overlong),
        browser.post("/api/users/password/change/", {"current_password": overlong, "new_password": NFC}),
        browser.post("/api/users/password/change/", {"current_password": NFC, "new_password": overlong}),
        browser.post("/api/users/password/reset/confirm/", {"uid": "x", "token": "x", "new_password": overlong}),
    ]
    assert [response.status_code for response in responses] == [400] * 5
    assert AdminBrowser().log_in(manager.email, overlong * 20).status_code == 200
    assert admin_browser.change_password(overlong * 20, NFC).status_code == 200
    assert admin_browser.change_password(NFC, overlong * 20).status_code == 200
    with pytest.raises(ValidationError):
        validate_password(overlong, member)
    assert max(lengths) <= 512
    assert time.process_time() - start < 5


def test_overlong_email_is_refused_without_being_normalized(signed_in, manager, overlong, monkeypatch):
    lengths, nfc = [], unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: lengths.append(len(text)) or nfc(form, text))
    form = {"email": f"{overlong}@example.com", "full_name": "X", "role": "member"}
    assert list(signed_in(manager).post("/api/users/", form).json()["fields"]) == ["email"]
    assert LocalBrowser().log_in(form["email"]).status_code == 400
    assert request_password_reset(LocalBrowser(), form["email"]).status_code == 400
    assert AdminBrowser().log_in(form["email"]).status_code == 200
    assert max(lengths) <= 4 * 254
