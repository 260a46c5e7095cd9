"""A transfer as a careful Django project writes it: DRF, SimpleJWT and the ORM; no key, audit row or limit."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication

from accounts.enums import Status
from accounts.models import Account
from bench.plain import Defaults
from core.clock import now
from core.dates import bank_day
from transactions.enums import Direction, TransactionType
from transactions.models import Entry, Transaction


class _TransferSerializer(serializers.Serializer[Any]):
    from_account = serializers.CharField(max_length=12)
    to_account = serializers.CharField(max_length=12)
    amount = serializers.DecimalField(max_digits=15, decimal_places=2, min_value=Decimal("0.01"))
    description = serializers.CharField(max_length=200, required=False, default="")


class _TransactionSerializer(serializers.ModelSerializer[Transaction]):
    class Meta:
        model = Transaction
        fields = ["id", "kind", "amount", "currency", "description", "booked_at", "value_date", "created_by"]


class PlainTransferView(Defaults, APIView):
    """Locks both accounts in the order of their ids, and writes a transaction, two entries and two balances."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def post(self, request: Request) -> Response:
        """Posts one transfer."""
        serializer = _TransferSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        with transaction.atomic():
            numbers = [values["from_account"], values["to_account"]]
            found = Account.objects.select_for_update().filter(number__in=numbers).order_by("id")
            accounts = {account.number: account for account in found}
            source, target = (accounts[number] for number in numbers)
            written = _post(request.user, source, target, int(values["amount"] * 100), values["description"])
        return Response(_TransactionSerializer(written).data, status.HTTP_201_CREATED)


def _post(actor: Any, source: Account, target: Account, amount: int, description: str) -> Transaction:
    if source.owner_id != actor.pk or source.status != Status.ACTIVE or target.status == Status.CLOSED:
        raise ValidationError
    if source.balance < amount:
        raise ValidationError("insufficient funds")
    moment = now()
    written = Transaction.objects.create(
        kind=TransactionType.TRANSFER, amount=amount, currency=source.currency, description=description,
        from_account=source, to_account=target, booked_at=moment, value_date=bank_day(moment), created_by=actor,
    )  # fmt: skip
    entries = []
    for account, change in ((source, -amount), (target, amount)):
        account.balance, account.seq, account.last_booked_at = account.balance + change, account.seq + 1, moment
        direction = Direction.CREDIT if change > 0 else Direction.DEBIT
        entries.append(
            Entry(transaction=written, account=account, direction=direction, amount=amount, seq=account.seq,
                  balance_after=account.balance, booked_at=moment)
        )  # fmt: skip
    Entry.objects.bulk_create(entries)
    Account.objects.bulk_update([source, target], ["balance", "seq", "last_booked_at"])
    return written
