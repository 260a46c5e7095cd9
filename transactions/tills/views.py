"""`/api/tills/`: the cash in tills and the vault; each movement runs once for its Idempotency-Key."""

from typing import Any

from core.api.operations import Operation
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.idempotency.operations import PaymentOperation
from transactions.enums import CashSource
from transactions.exceptions import BalanceTooLarge, TillInsufficient, VaultInsufficient
from transactions.models import Transaction
from transactions.serializers import TransactionSerializer
from transactions.tills.selectors import CashBalances, cash_visible_to
from transactions.tills.serializers import (
    CashTransferSerializer,
    CountSerializer,
    TillCountSerializer,
    TillsSerializer,
    VaultSerializer,
)
from transactions.tills.services import TillCount, count_till, fund_till, pay_out_cash, receive_cash, return_cash
from users.request import UserRequest


class TillsView(ApiView):
    """What there is in tills and the vault."""

    @Operation(
        "list_tills", "List tills and the vault",
        "Managers see the vault and the till of everyone who works at the counter; a cashier sees their own till. A "
        "till is opened when it is first used, and holds nothing until then.",
        allow=requires(Capability.PROCESS_CASH),
        response=TillsSerializer,
    )  # fmt: skip
    def get(self, request: UserRequest) -> CashBalances:
        return cash_visible_to(request.user)


class FundTillView(ApiView):
    """From the vault to a till."""

    @PaymentOperation(
        "fund_till", "Move cash from the vault to a till",
        allow=requires(Capability.MANAGE_CASH),
        body=CashTransferSerializer,
        response=TransactionSerializer,
        raises=(VaultInsufficient,),
    )  # fmt: skip
    def post(self, request: UserRequest, cashier_id: int, body: dict[str, Any]) -> Transaction:
        return fund_till(actor=request.user, cashier_id=cashier_id, amount=body["amount"], client=request.client)


class ReturnCashView(ApiView):
    """From a till to the vault."""

    @PaymentOperation(
        "return_cash", "Move cash from a till to the vault",
        allow=requires(Capability.MANAGE_CASH),
        body=CashTransferSerializer,
        response=TransactionSerializer,
        raises=(TillInsufficient,),
    )  # fmt: skip
    def post(self, request: UserRequest, cashier_id: int, body: dict[str, Any]) -> Transaction:
        return return_cash(actor=request.user, cashier_id=cashier_id, amount=body["amount"], client=request.client)


class ReceiveCashView(ApiView):
    """Into the vault."""

    @PaymentOperation(
        "receive_cash", "Receive cash into the vault",
        "From the bank's owners (`equity`), or from the bank's account at another bank (`bank`).",
        allow=requires(Capability.MANAGE_CASH),
        body=VaultSerializer,
        response=TransactionSerializer,
        raises=(BalanceTooLarge,),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Transaction:
        return receive_cash(actor=request.user, client=request.client, **_vault_arguments(body))


class PayOutCashView(ApiView):
    """Out of the vault."""

    @PaymentOperation(
        "pay_out_cash", "Pay cash out of the vault",
        "To the bank's owners (`equity`), or to the bank's account at another bank (`bank`).",
        allow=requires(Capability.MANAGE_CASH),
        body=VaultSerializer,
        response=TransactionSerializer,
        raises=(VaultInsufficient,),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Transaction:
        return pay_out_cash(actor=request.user, client=request.client, **_vault_arguments(body))


class CountTillView(ApiView):
    """Compares a till with what was counted in it."""

    @PaymentOperation(
        "count_till", "Count a till",
        "By its cashier, or by a manager. A difference is booked to the account Cash over and short; no difference "
        "books nothing.",
        allow=requires(Capability.PROCESS_CASH),
        body=CountSerializer,
        response=TillCountSerializer,
    )  # fmt: skip
    def post(self, request: UserRequest, cashier_id: int, body: dict[str, Any]) -> TillCount:
        return count_till(actor=request.user, cashier_id=cashier_id, counted=body["counted"], client=request.client)


def _vault_arguments(body: dict[str, Any]) -> dict[str, Any]:
    return {"amount": body["amount"], "source": CashSource(body["account"]), "description": body["description"]}
