"""What the logins have in common: the binding that a request asks for, and the response with tokens and cookies."""

from typing import Any

from django.utils.translation import gettext
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.exceptions import InvalidRequest
from factors.enums import LoginTransport
from factors.login_challenges import FactorDue
from factors.relying_party import relying_party_for
from sessions_browser import cookies
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.enums import Binding
from sessions_browser.origin_check import require_same_origin
from sessions_browser.request_browser import sends_browser_id, shows_browser
from users.authentication.factor_serializers import FactorChallengeSerializer
from users.authentication.factor_step import LoginTarget
from users.authentication.login import SignedIn
from users.authentication.serializers import SignedInSerializer


class LoginStepView(ApiView):
    """A step of a login: without a token, with limits of its own, and never cross-site."""

    ignores_token = True
    throttle_classes = ()  # has its own limits, which are counted before the password or the factor is judged

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses and records a cross-site request before its body is checked."""
        super().initial(request, *args, **kwargs)
        require_same_origin(request._request)


def login_target(request: ApiRequest, body: dict[str, Any]) -> LoginTarget:
    """Where a login with this body leads. Raises InvalidRequest for a binding that is not allowed."""
    binding = _binding_for(request, asked=body.get("bind_browser"), transport=body["transport"])
    sent = None if binding is Binding.UNBOUND else cookies.browser_id_of(request.http_request)
    return LoginTarget(
        browser_id=sent or new_browser_id(),
        binding=binding,
        transport=LoginTransport(body["transport"]),
        rp=relying_party_for(request.http_request),
    )


def signed_in_response(request: ApiRequest, signed_in: SignedIn, transport: LoginTransport) -> Response:
    """The user and the session, with the tokens in the body or in cookies."""
    response = Response(_signed_in_body(signed_in, with_tokens=transport is LoginTransport.BODY))
    if transport is LoginTransport.COOKIE:
        cookies.set_tokens(request.http_request, response, signed_in.tokens)
    return response


def factor_due_response(due: FactorDue) -> Response:
    """The challenge, and how it can be met."""
    facts: dict[str, Any] = {"challenge": due.challenge, "methods": due.methods, "expires_at": due.expires_at}
    if due.passkey is not None:
        facts["passkey"] = due.passkey
    return Response({"factor_required": FactorChallengeSerializer(facts).data})


def set_new_browser_id(request: ApiRequest, response: Response, target: LoginTarget) -> None:
    """Gives the browser its cookie, unless it has it or the session is not bound."""
    if target.binding is not Binding.UNBOUND and not cookies.has_browser_id(request.http_request, target.browser_id):
        cookies.set_browser_id(response, target.browser_id)


def _binding_for(request: ApiRequest, *, asked: bool | None, transport: str) -> Binding:
    """The binding of a login's session. `asked` is `bind_browser`, None where the body does not have it."""
    shown = shows_browser(request.http_request)
    if asked is False:
        if shown:
            raise InvalidRequest(bind_browser=gettext("Browsers cannot request unbound sessions."))
        if transport == "cookie":
            raise InvalidRequest(transport=gettext("An unbound session has its tokens in the body."))
        return Binding.UNBOUND
    if asked or shown or sends_browser_id(request.http_request) or transport == "cookie":
        return Binding.COOKIE_REQUIRED
    return Binding.COOKIE_OPTIONAL


def _signed_in_body(signed_in: SignedIn, *, with_tokens: bool) -> dict[str, object]:
    user, session, tokens = signed_in.user, signed_in.session, signed_in.tokens
    body: dict[str, object] = {"access": tokens.access, "refresh": tokens.refresh} if with_tokens else {}
    facts = SignedInSerializer({"user": user, "session": {"id": session.pk, "expires_at": session.expires_at}}).data
    if signed_in.must_change_password:
        facts["user"]["must_change_password"] = True
    return body | facts
