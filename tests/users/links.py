"""The mailed link: asking for it, finding it, following it."""

import re
from urllib.parse import parse_qsl, urlsplit

NEW = "another long passphrase"


def ask(browser, email):
    return browser.post("/api/users/password/reset/", {"email": email}, token=None)


def link_in(message):
    """The link of a mail."""
    (link,) = re.findall(r"https?://\S+", message.body)
    return link


def follow(browser, link, password=NEW, **changes):
    """Sets a password by the link, as the single-page application does."""
    query = dict(parse_qsl(urlsplit(link).query))
    return browser.post("/api/users/password/reset/confirm/", {**query, "new_password": password} | changes, token=None)
