"""The forms of second factors on the staff site: a code at the sign-in, and what the set-up page asks for."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import MaxLengthValidator
from django.forms import ValidationError
from django.http import HttpRequest
from unfold.widgets import BASE_INPUT_CLASSES

from backoffice.forms import refusal_text
from core.client_info import get_client_info
from core.exceptions import ApplicationError, Throttled, Unavailable
from factors.forms import CODE_WIDGET, MAX_CREDENTIAL, read_credential
from factors.login_challenges import FactorDue
from factors.relying_party import relying_party_for
from factors.serializers import MAX_CHALLENGE, MAX_CODE
from factors.totp import DIGITS
from factors.verification import PresentedFactor
from sessions_browser.cookies import browser_id_of
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from sessions_browser.request_browser import get_request_browser
from users.authentication.factor_login import FactorStep, describe_again, sign_in_to_admin_with_factor
from users.models import User

CODE_LABEL = "Code of your authenticator app, or a recovery code"


def presented_by(code: str, credential: str) -> PresentedFactor:
    """The factor of a form: a passkey, six digits, or else a recovery code. Raises ValidationError."""
    if credential:
        return PresentedFactor(credential=read_credential(credential))
    text = "".join(code.split())
    if not text:
        raise ValidationError("Enter a code.")
    is_totp = len(text) == DIGITS and text.isascii() and text.isdigit()
    return PresentedFactor(code=text) if is_totp else PresentedFactor(recovery_code=text)


class FactorForm(forms.Form):
    """The second step of a sign-in; takes the request as Django's forms of logins do."""

    challenge = forms.CharField(widget=forms.HiddenInput, max_length=MAX_CHALLENGE)
    code = forms.CharField(
        label=CODE_LABEL,
        required=False,
        max_length=MAX_CODE,
        widget=forms.TextInput({**CODE_WIDGET, "autofocus": True}),
    )
    credential = forms.CharField(
        required=False, widget=forms.HiddenInput, validators=[MaxLengthValidator(MAX_CREDENTIAL)]
    )
    error: ApplicationError | None = None
    session: BrowserSession | None = None
    user: User | None = None
    factor_due: FactorDue | None = None
    browser_id = ""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Signs in."""
        data = self.cleaned_data
        if self.errors:
            return data
        self.browser_id = browser_id_of(self.request) or ""
        step = FactorStep(
            challenge=data["challenge"],
            presented=presented_by(data["code"], data["credential"]),
            browser=get_request_browser(self.request),
            browser_id=self.browser_id or None,
            rp=relying_party_for(self.request),
            client=get_client_info(self.request),
        )
        try:
            self.user, self.session = sign_in_to_admin_with_factor(step)
        except Unavailable:
            raise
        except ApplicationError as error:
            if isinstance(error, Throttled | BrowserInUse):
                self.error = error
            raise ValidationError(refusal_text(error)) from error
        return data

    def get_user(self) -> AbstractBaseUser | None:
        """Who has signed in."""
        return self.user

    def due(self) -> FactorDue | None:
        """What the page asks for after a failure; None where the challenge has ended."""
        return describe_again(self.data.get("challenge", ""), relying_party_for(self.request))


class SecretForm(forms.Form):
    """One text of the set-up page: the password or a code. Only shown; the services judge what is sent."""

    secret = forms.CharField()

    def __init__(self, *, label: str, is_password: bool) -> None:
        super().__init__()
        widget = forms.PasswordInput if is_password else forms.TextInput
        autocomplete = "current-password" if is_password else "one-time-code"
        field = self.fields["secret"]
        field.label = label
        field.widget = widget({"autocomplete": autocomplete, "class": " ".join(BASE_INPUT_CLASSES)})


class PasskeyNameForm(forms.Form):
    """The name of a new passkey; only shown."""

    name = forms.CharField(
        label="Name of the device", max_length=50, widget=forms.TextInput({"class": " ".join(BASE_INPUT_CLASSES)})
    )
