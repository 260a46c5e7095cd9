"""`/api/users/factors/`: one's own second factors; and their removal by staff."""

from typing import Any

from confirmations.approval import approval_for
from confirmations.summary import Summary, confirmed_with
from core.api.operations import Operation
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.authorization.roles import must_have_factor
from core.exceptions import NotFound
from factors.exceptions import FactorInvalid, FactorRequired, StepUpRequired
from factors.models import Passkey
from factors.relying_party import relying_party_for
from factors.selectors import factors_of
from factors.serializers import presented_factor
from sessions_browser.authentication import require_session
from users.authentication import factor_proofs, second_factors
from users.authentication.factor_reset import reset_factors, summarize_reset
from users.authentication.factor_serializers import (
    FactorsSerializer,
    NewPasskeySerializer,
    PasskeyOptionsSerializer,
    PasskeySerializer,
    ProofSerializer,
    RecoveryCodesSerializer,
    TotpConfirmSerializer,
    TotpSetupSerializer,
    factors_body,
)
from users.authentication.second_factors import Acting
from users.request import UserRequest

_OWN = requires(Capability.CHANGE_OWN_PROFILE)


class FactorView(ApiView):
    """A route of one's own factors, which users may call who must set one up first."""

    open_without_factor = True


class FactorsView(FactorView):
    """Lists one's own factors."""

    @Operation(
        "get_factors", "Get your second factors",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=FactorsSerializer,
    )  # fmt: skip
    def get(self, request: UserRequest) -> dict[str, Any]:
        return factors_body(factors_of(request.user.pk), required=must_have_factor(request.user.role))


class TotpView(FactorView):
    """The authenticator."""

    @Operation(
        "start_totp", "Get a new secret for an authenticator",
        "Show `uri` as a QR code. `totp/confirm/` enables the authenticator; until then a former one stays valid.",
        allow=_OWN,
        response=TotpSetupSerializer,
        raises=(StepUpRequired,),
    )  # fmt: skip
    def post(self, request: UserRequest) -> dict[str, str]:
        return second_factors.start_totp(_acting(request))

    @Operation(
        "remove_totp", "Remove your authenticator",
        allow=_OWN,
        status=204,
        raises=(StepUpRequired, FactorRequired, NotFound),
    )  # fmt: skip
    def delete(self, request: UserRequest) -> None:
        second_factors.remove_totp(_acting(request))


class TotpConfirmView(FactorView):
    """Enables the authenticator."""

    @Operation(
        "confirm_totp", "Enable an authenticator with its first code",
        "Counts as a proof of the session.",
        allow=_OWN,
        body=TotpConfirmSerializer,
        status=204,
        raises=(FactorInvalid, StepUpRequired),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> None:
        second_factors.confirm_totp(_acting(request), code=body["code"])


class PasskeyOptionsView(FactorView):
    """Begins to add a passkey."""

    @Operation(
        "get_passkey_options", "Get the options of a new passkey", "For `navigator.credentials.create()`.",
        allow=_OWN,
        response=PasskeyOptionsSerializer,
        raises=(StepUpRequired,),
    )  # fmt: skip
    def post(self, request: UserRequest) -> dict[str, Any]:
        return second_factors.passkey_options(_acting(request))


class PasskeysView(FactorView):
    """Adds a passkey."""

    @Operation(
        "add_passkey", "Add a passkey", "Counts as a proof of the session. At most 20.",
        allow=_OWN,
        body=NewPasskeySerializer,
        response=PasskeySerializer,
        status=201,
        raises=(FactorInvalid, StepUpRequired),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Passkey:
        return second_factors.add_passkey(_acting(request), name=body["name"], credential=body["credential"])


class PasskeyView(FactorView):
    """Removes a passkey."""

    @Operation("remove_passkey", "Remove a passkey", allow=_OWN, status=204, raises=(StepUpRequired, FactorRequired))
    def delete(self, request: UserRequest, passkey_id: int) -> None:
        second_factors.remove_passkey(_acting(request), passkey_id=passkey_id)


class RecoveryCodesView(FactorView):
    """Creates recovery codes."""

    @Operation(
        "create_recovery_codes", "Create ten recovery codes",
        "They replace the former ones, and are shown once. They need an authenticator or a passkey.",
        allow=_OWN,
        response=RecoveryCodesSerializer,
        status=201,
        raises=(StepUpRequired,),
    )  # fmt: skip
    def post(self, request: UserRequest) -> dict[str, list[str]]:
        return {"codes": second_factors.create_recovery_codes(_acting(request))}


class ProofView(FactorView):
    """Proves who uses the session."""

    @Operation(
        "prove_session", "Prove that it is you",
        "Allows to change your factors for five minutes, in this session. By the password while you have no factor, "
        "otherwise by a code or a passkey. A login with a factor is such a proof too.",
        allow=_OWN,
        body=ProofSerializer,
        status=204,
        raises=(FactorInvalid,),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> None:
        acting = _acting(request)
        if "password" in body:
            factor_proofs.prove_by_password(acting, password=body["password"])
        else:
            factor_proofs.prove_by_factor(acting, presented_factor(body))


class ProofOptionsView(FactorView):
    """Begins a proof by a passkey."""

    @Operation(
        "get_proof_options", "Get the options of a proof by a passkey", "For `navigator.credentials.get()`.",
        allow=_OWN,
        response=PasskeyOptionsSerializer,
    )  # fmt: skip
    def post(self, request: UserRequest) -> dict[str, Any]:
        return factor_proofs.proof_options(_acting(request))


def _summarize_reset(request: UserRequest, user_id: int) -> Summary:
    return summarize_reset(request.user, user_id)


class PersonFactorsView(ApiView):
    """Removes all factors of another person."""

    @Operation(
        "reset_factors", "Remove a person's second factors",
        "For somebody who has lost them. Ends all sessions of the person, who gets a notice. Managers may do so for "
        "members and cashiers, the administrator also for managers. Staff with a second factor confirm it.",
        allow=requires(Capability.CHANGE_PEOPLE),
        status=204,
        step_up=confirmed_with(_summarize_reset),
    )  # fmt: skip
    def delete(self, request: UserRequest, user_id: int) -> None:
        reset_factors(actor=request.user, user_id=user_id, client=request.client, approval=approval_for(request))


def _acting(request: UserRequest) -> Acting:
    session = require_session(request.http_request)
    return Acting(request.user, session, request.client, relying_party_for(request.http_request))
