"""Clients of the API with cookies and tokens, in this process or over HTTP.

Both return responses with `status_code`, `headers` and `json()`.
"""

import json as json_module
from abc import ABC, abstractmethod

import httpx
from django.db import transaction
from django.test import Client, TestCase

from core.client_info import ClientInfo as NetworkClient
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.cookies import browser_hash
from sessions_browser.enums import Binding
from sessions_browser.services import open_session
from sessions_browser.tokens import tokens_of
from tests.hashers import PASSWORD
from tests.mail_delivery import deliver_mails

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SCRIPT = "curl/8.14.1"  # not a browser
LOCAL_CLIENT = NetworkClient("127.0.0.1", FIREFOX)


class Browser(ABC):
    """A browser with its own cookies. `access` and `refresh` are the tokens of the last login or refresh."""

    access = None
    refresh = None

    @abstractmethod
    def send(self, method, path, body, headers):
        """Sends a request with this JSON body, or without one; returns the response."""

    def request(self, method, path, json=None, headers=None, token="own"):
        """Sends the access token in the header if `token` is "own", no token if it is None, else the given token."""
        all_headers = dict(headers or {})
        token = self.access if token == "own" else token
        if token and "Authorization" not in all_headers:
            all_headers["Authorization"] = f"Bearer {token}"
        return self.send(method, path, json, all_headers)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, json=None, **options):
        return self.request("POST", path, json, **options)

    def patch(self, path, json=None, **options):
        return self.request("PATCH", path, json, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def log_in(self, email, password=PASSWORD, headers=None, **extra):
        """Logs in and stores the tokens on success."""
        response = self.post(
            "/api/users/login/", {"email": email, "password": password, **extra}, headers=headers, token=None
        )
        if response.status_code == 200:
            self.access, self.refresh = response.json().get("access"), response.json().get("refresh")
        return response

    def rotate(self, refresh="own", headers=None):
        """Refreshes with the token in the body and stores the new tokens on success."""
        refresh = self.refresh if refresh == "own" else refresh
        response = self.post(
            "/api/users/token/refresh/", {"refresh": refresh} if refresh else {}, headers=headers, token=None
        )
        if response.status_code == 200:
            self.access, self.refresh = response.json().get("access"), response.json().get("refresh")
        return response

    def log_out(self, **options):
        return self.post("/api/users/logout/", **options)

    def check(self, **options):
        return self.get("/api/users/auth/check/", **options)


class LocalBrowser(Browser):
    """Sends requests to the application in this process, through all middleware."""

    def __init__(self, user_agent=FIREFOX, **environ):
        """`user_agent=None` sends no User-Agent header."""
        agent = {} if user_agent is None else {"HTTP_USER_AGENT": user_agent}
        self.client = Client(raise_request_exception=False, **agent, **environ)

    def send(self, method, path, body, headers):
        data = {} if body is None else {"data": json_module.dumps(body), "content_type": "application/json"}
        # Run the on_commit callbacks (mail, log lines) as after a real commit.
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = self.client.generic(method, path, headers=headers, **data)
        deliver_mails()
        return response

    def enter(self, person):
        """Sets the state after a login: the session's row, its cookie and its tokens."""
        browser_id = new_browser_id()
        with transaction.atomic():
            session = open_session(
                user_id=person.pk,
                browser_hash=browser_hash(browser_id),
                binding=Binding.COOKIE_REQUIRED,
                client=LOCAL_CLIENT,
            )
        self.set_cookie("browserId", browser_id)
        tokens = tokens_of(session)
        self.access, self.refresh = tokens.access, tokens.refresh

    def cookie(self, name):
        morsel = self.client.cookies.get(name)
        return morsel.value if morsel and morsel.value else None

    def set_cookie(self, name, value):
        self.client.cookies[name] = value

    def drop_cookie(self, name):
        self.client.cookies.pop(name, None)


class RemoteBrowser(Browser):
    """Sends requests to a server over HTTP."""

    def __init__(self, url, user_agent=FIREFOX):
        self.url = url
        self.client = httpx.Client(
            base_url=url,
            headers={"User-Agent": user_agent},
            trust_env=False,
            timeout=30,
            verify=False,  # no TLS is used, and loading the certificates takes 40 ms per client
        )

    def send(self, method, path, body, headers):
        return self.client.request(method, path, json=body, headers=headers)

    def cookie(self, name):
        return self.client.cookies.get(name) or None  # raises CookieConflict if several have the name

    def set_cookie(self, name, value):
        path = "/api/users/" if name == "refresh_token" else "/"
        self.drop_cookie(name)
        self.client.cookies.set(name, value, domain=httpx.URL(self.url).host, path=path)

    def drop_cookie(self, name):
        if name in self.client.cookies:
            self.client.cookies.delete(name)

    def close(self):
        self.client.close()
