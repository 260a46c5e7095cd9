"""A browser on the admin's pages: it sends forms."""

from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from sessions_browser.cookies import browser_hash, new_browser_id
from sessions_browser.services import reuse_or_open_session
from sessions_browser.staff_session_middleware import SESSION_TOKEN_KEY
from tests.browsers import AT_HOME, FIREFOX
from tests.hashers import PASSWORD
from users import notifications as mail


class AdminBrowser:
    """Keeps its cookies; sends no CSRF token, which Django's test client spares it."""

    def __init__(self, **environ):
        self.client = Client(raise_request_exception=False, HTTP_USER_AGENT=FIREFOX, **environ)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        # What a commit sets off (mail, log lines) happens here as it would after a real commit.
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = self.client.post(path, fields)
        mail.wait_until_sent()
        return response

    def log_in(self, email, password=PASSWORD):
        return self.post("/admin/login/?next=/admin/", username=email, password=password)

    def enter(self, person):
        """As after a sign-in: the session's row, its cookie, and Django's session, which names the row."""
        browser_id = new_browser_id()
        with transaction.atomic():
            session = reuse_or_open_session(user_id=person.pk, browser_hash=browser_hash(browser_id), client=AT_HOME)
        self.client.cookies["browserId"] = browser_id
        self.client.force_login(person)
        kept = self.client.session
        kept[SESSION_TOKEN_KEY] = session.session_token
        kept.save()

    def log_out(self):
        return self.post("/admin/logout/")

    def change_password(self, old, new, again=None):
        return self.post("/admin/password_change/", old_password=old, new_password1=new, new_password2=again or new)

    def is_signed_in(self):
        return self.get("/admin/").status_code == 200


def open_action(browser, name, action, number):
    """The page that asks before an action: its hidden key comes with it."""
    response = browser.get(reverse(f"admin:{name}_{action}", args=[number]))
    assert response.status_code == 200, response.content
    return response


def confirm_action(browser, name, action, number, key=None, **words):
    """Sends what that page asks for; the answer is the form again, or the page that says what happened."""
    key = key or open_action(browser, name, action, number).context["form"]["key"].value()
    response = browser.post(reverse(f"admin:{name}_{action}", args=[number]), key=key, **words)
    return browser.get(response.headers["Location"]) if response.status_code == 302 else response


def messages(response):
    """The messages on a page."""
    return [str(message) for message in response.context["messages"]]
