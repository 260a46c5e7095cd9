"""Passwords in NFC and in NFD, their hashes, and whether they are right."""

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


def hashed_before(password):
    """As the version before did, of the password as it was typed."""
    return MD5PasswordHasher().encode(password, "saltsaltsaltsaltsaltsa")


def signs_in(email, password):
    return LocalBrowser().log_in(email, password).status_code == 200


def enters_admin(email, password):
    browser = AdminBrowser()
    return browser.log_in(email, password).status_code == 302 and browser.is_signed_in()


def register(password):
    form = {"email": EMAIL, "password": password, "full_name": "Nora Newcomer"}
    return LocalBrowser().post("/api/users/register/", form)
