"""Passwords in NFC and in NFD, their hashes, and whether a login with them succeeds."""

import unicodedata

from django.contrib.auth.hashers import MD5PasswordHasher

from tests.admin.admin_client import AdminBrowser
from tests.browsers import LocalBrowser

NFC = "Grüne-Bäume-am-See-7"
NFD = unicodedata.normalize("NFD", NFC)
OTHER_NFC, OTHER_NFD = "Weiße-Wäsche-im-Mai-8", unicodedata.normalize("NFD", "Weiße-Wäsche-im-Mai-8")
FORMS = [NFC, NFD]
EMAIL = "newcomer@example.com"
ASCII = "correct horse battery staple"


def hash_of_earlier_version(password):
    """The hash of an earlier version, which did not normalize the password."""
    return MD5PasswordHasher().encode(password, "saltsaltsaltsaltsaltsa")


def can_log_in(email, password):
    return LocalBrowser().log_in(email, password).status_code == 200


def can_log_in_to_admin(email, password):
    browser = AdminBrowser()
    return browser.log_in(email, password).status_code == 302 and browser.is_signed_in()


def register(password):
    form = {"email": EMAIL, "password": password, "full_name": "Nora Newcomer"}
    return LocalBrowser().post("/api/users/register/", form)
