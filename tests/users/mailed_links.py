"""Helpers for mailed links: requesting, reading and confirming them."""

import re
from urllib.parse import parse_qsl, urlsplit

NEW = "another long passphrase"


def request_password_reset(browser, email):
    return browser.post("/api/users/password/reset/", {"email": email}, token=None)


def get_link(message):
    """The link of a mail."""
    (link,) = re.findall(r"https?://\S+", message.body)
    return link


def get_link_parameters(link):
    """`{"uid", "token"}` of a link."""
    return dict(parse_qsl(urlsplit(link).query))


def confirm_password_reset(browser, link, password=NEW, **changes):
    """Sets a password by the link, as the single-page application does."""
    body = {**get_link_parameters(link), "new_password": password} | changes
    return browser.post("/api/users/password/reset/confirm/", body, token=None)


def confirm_registration(browser, link, password, **changes):
    body = {**get_link_parameters(link), "password": password} | changes
    return browser.post("/api/users/register/confirm/", body, token=None)


def confirm_email(browser, link, **changes):
    return browser.post("/api/users/me/email/confirm/", get_link_parameters(link) | changes, token=None)


def is_rejected(response, field="token"):
    """Whether the response is a 400 that names only this field; without an argument, that of an invalid link."""
    return response.status_code == 400 and list(response.json()["fields"]) == [field]
