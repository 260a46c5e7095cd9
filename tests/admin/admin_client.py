"""A client of the admin site that sends forms as a browser does."""

from django.db import transaction
from django.forms import BaseForm
from django.test import Client, TestCase
from django.urls import reverse

from sessions_browser.browser_ids import new_browser_id
from sessions_browser.cookies import browser_hash
from sessions_browser.services import reuse_or_open_session
from sessions_browser.staff_session_middleware import SESSION_TOKEN_KEY
from tests.browsers import FIREFOX, LOCAL_CLIENT
from tests.hashers import PASSWORD
from tests.mail_delivery import deliver_mails


class AdminBrowser:
    """Keeps cookies. Django's test client does not check CSRF tokens."""

    def __init__(self, **environ):
        self.client = Client(raise_request_exception=False, HTTP_USER_AGENT=FIREFOX, **environ)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        # Run the on_commit callbacks (mail, log lines) as after a real commit.
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = self.client.post(path, fields)
        deliver_mails()
        return response

    def log_in(self, email, password=PASSWORD):
        return self.post("/admin/login/?next=/admin/", username=email, password=password)

    def enter(self, person):
        """Sets the state after a login: the session's row, its cookie, and Django's session with the row's token."""
        browser_id = new_browser_id()
        with transaction.atomic():
            session = reuse_or_open_session(
                user_id=person.pk, browser_hash=browser_hash(browser_id), client=LOCAL_CLIENT
            )
        self.client.cookies["browserId"] = browser_id
        self.client.force_login(person)
        django_session = self.client.session
        django_session[SESSION_TOKEN_KEY] = session.session_token
        django_session.save()

    def log_out(self):
        return self.post("/admin/logout/")

    def change_password(self, old, new, again=None):
        return self.post("/admin/password_change/", old_password=old, new_password1=new, new_password2=again or new)

    def is_signed_in(self):
        return self.get("/admin/").status_code == 200


def open_action(browser, name, action, number):
    """The confirmation page of an action; its form contains the hidden key."""
    response = browser.get(reverse(f"admin:{name}_{action}", args=[number]))
    assert response.status_code == 200, response.content
    return response


def confirm_action(browser, name, action, number, key=None, **fields):
    """Submits the confirmation form; returns the form with its errors, or the page after the redirect."""
    key = key or open_action(browser, name, action, number).context["form"]["key"].value()
    response = browser.post(reverse(f"admin:{name}_{action}", args=[number]), key=key, **fields)
    return browser.get(response.headers["Location"]) if response.status_code == 302 else response


def messages(response):
    """The messages on a page, and on a form that is shown again the errors that belong to no field."""
    form = bound_form(response)
    errors = form.non_field_errors() if form else []
    return [*(str(message) for message in response.context["messages"]), *errors]


def bound_form(response):
    """The form that is shown again after it was sent; None on any other page."""
    form = (response.context or {}).get("form")
    return form if isinstance(form, BaseForm) and form.is_bound else None
