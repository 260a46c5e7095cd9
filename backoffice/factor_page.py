"""The page of the staff site where a user sets up second factors; it calls the services of the API."""

from collections.abc import Callable
from typing import Any, cast

import segno
from django.contrib import messages
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from backoffice.factor_forms import PasskeyNameForm, SecretForm, presented_by
from core.admin.actions import error_message
from core.api.serializers import validate_body
from core.authorization.roles import needs_factor
from core.client_info import get_client_info
from core.exceptions import ApplicationError, Unavailable
from core.validation import is_id
from factors.exceptions import StepUpRequired
from factors.forms import read_credential
from factors.proofs import has_proof
from factors.relying_party import relying_party_for
from factors.selectors import factors_of
from sessions_browser.authentication import require_session
from users.authentication import factor_proofs, second_factors
from users.authentication.factor_serializers import NewPasskeySerializer
from users.authentication.second_factors import Acting
from users.models import User

Context = dict[str, Any]


def factors_page(request: HttpRequest, site_context: Context) -> HttpResponse:
    """Shows the page, or runs the action that its form names, and shows the result."""
    acting = Acting(
        cast("User", request.user), require_session(request), get_client_info(request), relying_party_for(request)
    )
    action = _ACTIONS.get(request.POST.get("action", "")) if request.method == "POST" else None
    shown: Context | None = {}
    if action is not None:
        try:
            shown = action(acting, request)
        except Unavailable:
            raise
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except ApplicationError as error:
            messages.error(request, error_message(error))
    if shown is None:
        return HttpResponseRedirect(reverse("admin:factors"))
    acting.user.refresh_from_db()
    context = {**site_context, "title": "Second factor", **_state(acting), **shown}
    return TemplateResponse(request, "admin/factors.html", context)


def _state(acting: Acting) -> Context:
    """What the page shows without an action."""
    user = acting.user
    factors = factors_of(user.pk)
    is_proved = has_proof(acting.session, by_factor=user.has_factor)
    asks_password = not user.has_factor
    label = "Your password" if asks_password else "Code of your authenticator app"
    return {
        "factors": factors,
        "must_set_up": needs_factor(user),
        "is_proved": is_proved,
        "asks_for": asks_password or factors.totp_added_at is not None,
        "form": SecretForm(label=label, is_password=asks_password and not is_proved),
        "name_field": PasskeyNameForm()["name"],
        "options": _passkey_options(acting, is_proved=is_proved),
    }


def _passkey_options(acting: Acting, *, is_proved: bool) -> Context | None:
    """To add a passkey, or to prove the session by one."""
    if acting.rp is None:
        return None
    if not is_proved:
        return factor_proofs.proof_options(acting) if acting.user.has_factor else None
    try:
        return second_factors.passkey_options(acting)
    except StepUpRequired:  # the proof has just expired
        return None


def _prove(acting: Acting, request: HttpRequest) -> Context | None:
    secret, credential = request.POST.get("secret", ""), request.POST.get("credential", "")
    if acting.user.has_factor:
        factor_proofs.prove_by_factor(acting, presented_by(secret, credential))
    else:
        factor_proofs.prove_by_password(acting, password=secret)
    return None


def _start_totp(acting: Acting, _request: HttpRequest) -> Context | None:
    setup = second_factors.start_totp(acting)
    image = segno.make_qr(setup["uri"]).svg_inline(scale=4, border=2)
    return {
        "setup": setup,
        "qr_code": mark_safe(image),  # noqa: S308 (our own SVG, of squares only)
        "form": SecretForm(label="Six digits", is_password=False),
    }


def _confirm_totp(acting: Acting, request: HttpRequest) -> Context | None:
    second_factors.confirm_totp(acting, code="".join(request.POST.get("secret", "").split()))
    messages.success(request, "The authenticator app is enabled.")
    return None


def _remove_totp(acting: Acting, request: HttpRequest) -> Context | None:
    second_factors.remove_totp(acting)
    messages.success(request, "The authenticator app is removed.")
    return None


def _add_passkey(acting: Acting, request: HttpRequest) -> Context | None:
    credential = read_credential(request.POST.get("credential", ""))
    body = validate_body(NewPasskeySerializer, {"name": request.POST.get("name", ""), "credential": credential})
    second_factors.add_passkey(acting, name=body["name"], credential=body["credential"])
    messages.success(request, "The passkey is added.")
    return None


def _remove_passkey(acting: Acting, request: HttpRequest) -> Context | None:
    number = request.POST.get("passkey", "")
    if is_id(number):
        second_factors.remove_passkey(acting, passkey_id=int(number))
        messages.success(request, "The passkey is removed.")
    return None


def _create_recovery_codes(acting: Acting, _request: HttpRequest) -> Context | None:
    return {"codes": second_factors.create_recovery_codes(acting)}


_ACTIONS: dict[str, Callable[[Acting, HttpRequest], Context | None]] = {
    "prove": _prove,
    "start_totp": _start_totp,
    "confirm_totp": _confirm_totp,
    "remove_totp": _remove_totp,
    "add_passkey": _add_passkey,
    "remove_passkey": _remove_passkey,
    "create_recovery_codes": _create_recovery_codes,
}
