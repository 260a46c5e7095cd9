"""The staff site's part: forms that ask for a factor, and services that run after it was confirmed."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import Script
from django.http import HttpRequest

from confirmations.approval import NO_APPROVAL, Approval
from confirmations.exceptions import ConfirmationRequired
from confirmations.passkey import usable_methods
from confirmations.request import ConfirmableRequest
from confirmations.services.confirmations import Confirming, confirm, create
from core.admin.confirmation import ConfirmForm
from core.api.serializers import StrictSerializer
from core.client_info import get_client_info
from core.exceptions import ApplicationError, Throttled
from core.idempotency.fingerprint import fingerprint
from factors.enums import FactorMethod
from factors.exceptions import FactorInvalid
from factors.forms import CODE_WIDGET, MAX_CREDENTIAL, read_credential
from factors.passkeys import Options
from factors.relying_party import relying_party_for
from factors.serializers import MAX_CODE
from factors.verification import PresentedFactor
from sessions_browser.authentication import require_session

FACTOR_FIELDS = ("code", "credential")
UNUSABLE = "You have a passkey only, and it cannot be used at this address."
NEEDED = "Enter a code, or use a passkey, to confirm this."
_CACHED = "_factor_fields"
Result = TypeVar("Result")


class PasskeyInput(forms.Widget):
    """A button that asks the browser for a passkey and sends the form."""

    template_name = "confirmations/passkey_input.html"

    class Media:
        js: Sequence[Any] = [Script("backoffice/passkeys.js", defer=True)]

    def __init__(self, options: Options | None = None) -> None:
        super().__init__()
        self.options = options

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the options for the browser."""
        context = super().get_context(name, value, attrs)
        context["widget"]["passkey_options"] = self.options
        return context


class CredentialField(forms.CharField):
    """What the browser returned for a passkey, as JSON."""

    def __init__(self, options: Options | None = None) -> None:
        super().__init__(
            label="Passkey",
            required=False,
            widget=PasskeyInput(options),
            validators=[MaxLengthValidator(MAX_CREDENTIAL)],
        )

    def clean(self, value: Any) -> Any:
        """The credential, None where the field is empty."""
        text = super().clean(value)
        return read_credential(text) if text else None


class CodeField(forms.CharField):
    """A code of the user's authenticator app; spaces are ignored."""

    def __init__(self, help_text: str = "") -> None:
        super().__init__(
            label="Code of your authenticator app",
            required=False,
            max_length=MAX_CODE,
            widget=forms.TextInput({**CODE_WIDGET, "inputmode": "numeric"}),
            help_text=help_text,
        )

    def clean(self, value: Any) -> str:
        """The code without spaces."""
        return "".join(super().clean(value).split())


class StepUpForm(ConfirmForm):
    """A confirmation page that asks a user with a second factor for it."""

    def __init__(
        self, serializer: type[StrictSerializer], data: Any = None, request: HttpRequest | None = None
    ) -> None:
        super().__init__(serializer, data, request)
        if request is not None:
            self.fields |= factor_fields(request)

    def show(self, error: ApplicationError) -> bool:
        """Errors of the factor are shown at its fields: nothing was refused, and the key stays."""
        return not show_factor_error(self, error) and super().show(error)


def factor_fields(request: HttpRequest, help_text: str = "") -> dict[str, forms.Field]:
    """The fields by which the signed-in user confirms; none for a user without a factor. Read once for a request."""
    found: dict[str, forms.Field] | None = getattr(request, _CACHED, None)
    if found is None:
        found = _make_fields(request, help_text)
        setattr(request, _CACHED, found)
    return found


def show_factor_error(form: forms.BaseForm, error: ApplicationError) -> bool:
    """Adds the error to the form if it is one of the factor; returns whether it is."""
    if not isinstance(error, ConfirmationRequired | FactorInvalid | Throttled):
        return False
    field = next((name for name in FACTOR_FIELDS if name in form.fields), None)
    form.add_error(field, NEEDED if isinstance(error, ConfirmationRequired) else str(error))
    return True


def run_approved(
    request: HttpRequest, form: forms.BaseForm, body: dict[str, Any], run: Callable[[Approval], Result], key: str = ""
) -> Result:
    """Runs a service, and where it requires a confirmation, confirms by the form's factor and runs it again.

    So a stored response is replayed, and a request that is refused anyway is refused, before a code is used. Raises the
    errors of the service, ConfirmationRequired without a factor, FactorInvalid, Throttled.
    """
    try:
        return run(NO_APPROVAL)
    except ConfirmationRequired:
        presented = _presented(form)
        if presented is None:
            raise
    session = require_session(request)
    asked = ConfirmableRequest(session.user_id, session.session_token, fingerprint("POST", request.path, body), key)
    row = create(asked)
    client = get_client_info(request)
    confirming = Confirming(
        user_id=session.user_id,
        session_token=session.session_token,
        client=client,
        rp=relying_party_for(request),
        subject=_page(request),
    )
    confirm(confirming, row.pk, presented)
    return run(Approval(str(row.pk), lambda: asked, client))


def _make_fields(request: HttpRequest, help_text: str) -> dict[str, forms.Field]:
    user = require_session(request).user
    if not user.has_factor:
        return {}
    methods, options = usable_methods(user.pk, relying_party_for(request), _page(request))
    fields: dict[str, forms.Field] = {}
    if FactorMethod.TOTP in methods or options is None:
        fields["code"] = CodeField(help_text if FactorMethod.TOTP in methods else UNUSABLE)
    if options is not None:
        fields["credential"] = CredentialField(options)
    return fields


def _presented(form: forms.BaseForm) -> PresentedFactor | None:
    """The factor of a valid form; None where both fields are empty."""
    code, credential = (form.cleaned_data.get(name) for name in FACTOR_FIELDS)
    return PresentedFactor(code=code or "", credential=credential) if code or credential else None


def _page(request: HttpRequest) -> str:
    """What the challenge of a passkey is for: this page in this session."""
    return f"{require_session(request).session_token}\x1f{request.path}"
