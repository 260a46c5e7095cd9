"""The admin's login and password change forms; the API's services verify the password."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.forms import ValidationError
from unfold.widgets import BASE_INPUT_CLASSES, INPUT_CLASSES

from core.client_info import ClientInfo, get_client_info
from core.exceptions import ApplicationError, InvalidRequest, Throttled, Unavailable
from core.text import nfc
from factors.enums import LoginTransport
from factors.login_challenges import FactorDue
from factors.relying_party import relying_party_for
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.cookies import browser_id_of
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from users.authentication.factor_step import LoginTarget
from users.authentication.passwords import change_password
from users.authentication.staff_login import sign_in_to_admin
from users.email_normalization import MAX_EMAIL
from users.password_hashing import PasswordLengthValidator

INVALID_LOGIN = "The e-mail address or the password is wrong, or this account may not use the back office."


def refusal_text(error: ApplicationError) -> str:
    """The message of a refused sign-in or password; after too many tries, with the time to wait."""
    if not isinstance(error, Throttled) or not error.retry_after:
        return str(error)
    seconds = error.retry_after
    minutes = -(-seconds // 60)
    wait = f"{seconds} second{'' if seconds == 1 else 's'}" if seconds < 120 else f"{minutes} minutes"
    return f"Too many requests. Please wait {wait} and try again."


class BankLoginForm(AdminAuthenticationForm):
    """Signs staff in to the admin."""

    password = forms.CharField(
        strip=False,
        validators=[PasswordLengthValidator()],
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    error: ApplicationError | None = None
    session: BrowserSession | None = None
    factor_due: FactorDue | None = None  # the password was right, and a second factor is asked for
    browser_id = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django only sets `maxlength` in the HTML; normalizing a megabyte takes hours.
        self.fields["username"].validators.append(MaxLengthValidator(MAX_EMAIL))
        _apply_widget_classes(self, BASE_INPUT_CLASSES)

    def get_invalid_login_error(self) -> ValidationError:
        """The same for a wrong password, an unknown address and a member."""
        return ValidationError(INVALID_LOGIN, code="invalid_login")

    def clean(self) -> dict[str, Any]:
        """Signs in."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password and self.request:
            target = LoginTarget(
                browser_id=browser_id_of(self.request) or new_browser_id(),
                binding=Binding.COOKIE_REQUIRED,
                transport=LoginTransport.STAFF_SITE,
                rp=relying_party_for(self.request),
            )
            self.browser_id = target.browser_id
            try:
                result = sign_in_to_admin(
                    email=email, password=password, target=target, client=get_client_info(self.request)
                )
            except (Throttled, BrowserInUse) as error:
                self.error = error
                raise ValidationError(refusal_text(error)) from error
            except Unavailable:
                raise
            except ApplicationError as error:
                raise self.get_invalid_login_error() from error
            if isinstance(result, FactorDue):
                self.factor_due = result
            else:
                self.user_cache, self.session = result
        return self.cleaned_data


class BankPasswordChangeForm(AdminPasswordChangeForm):
    """Changes one's own password; as in the API, all sessions but this browser's end."""

    def __init__(self, *args: Any, client: ClientInfo, session: BrowserSession | None, **kwargs: Any) -> None:
        self.client, self.session = client, session
        self.error: ApplicationError | None = None
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators.append(PasswordLengthValidator())
        _apply_widget_classes(self, INPUT_CLASSES)

    def clean_old_password(self) -> str:
        """Verified in `clean`, together with the new password."""
        return str(self.cleaned_data["old_password"])

    def clean_new_password1(self) -> str:
        """Normalized, so that the two fields match in any Unicode form."""
        return nfc(self.cleaned_data["new_password1"])

    def clean_new_password2(self) -> str:
        """Normalized, so that the two fields match in any Unicode form."""
        return nfc(self.cleaned_data["new_password2"])

    def clean(self) -> dict[str, Any]:
        """Changes the password, if the form is valid."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                change_password(
                    user=self.user,
                    keep=self.session,
                    current_password=data["old_password"],
                    new_password=data["new_password1"],
                    client=self.client,
                )
            except Throttled as error:
                self.error = error
                self.add_error("old_password", refusal_text(error))
            except InvalidRequest as error:
                for name, texts in (error.fields or {}).items():
                    self.add_error("old_password" if name == "current_password" else "new_password2", texts)
        return data

    def save(self, commit: bool = True) -> Any:
        """Does not save, as `clean` has done so; reloads the user for Django's session."""
        self.user.refresh_from_db()
        return self.user


def _apply_widget_classes(form: forms.BaseForm, classes: list[str]) -> None:
    """Gives the fields the CSS classes of unfold's own forms."""
    for field in form.fields.values():
        field.widget.attrs["class"] = " ".join(classes)
