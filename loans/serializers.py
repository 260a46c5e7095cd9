"""Request and response bodies of the loan endpoints."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.serializers import AccountNumberField, OwnerSerializer
from core.api.json_numbers import digits_as_sent
from core.api.serializers import ISODateField, SingleLineField, StrictSerializer
from core.clock import now
from core.money import AmountField, to_text
from core.validation import MAX_ID
from loans.debts import Standing, standings
from loans.domain.schedule import Instalment
from loans.enums import DayCount, LoanStatus, Method, RowStatus
from loans.models import RATE_DIGITS, Loan, Product
from loans.selectors import debt_of, paid_of, rows_of
from transactions.serializers import TransactionSerializer, new_transaction_body

MAX_TERM = 480  # months
MAX_RATE = 1000  # percent per year

if TYPE_CHECKING:
    Field = serializers.Field[int, Any, str, Any]
else:
    Field = serializers.Field  # takes parameters in the stubs only


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,6})?$"},
            {"type": "number", "minimum": 0, "maximum": MAX_RATE},
        ],
        "example": "12.5",
    }
)
class RateField(Field):
    """A percentage of up to six decimals; inside, its millionths."""

    def to_internal_value(self, data: Any) -> int:
        """Digits with at most one point, as an amount; zero is a rate."""
        whole, _, part = (digits_as_sent(data) or "").partition(".")
        if not _are_digits(whole, 4) or (part and not _are_digits(part, RATE_DIGITS)):
            raise serializers.ValidationError(f"A percentage with at most {RATE_DIGITS} decimals.")
        rate = int(whole + part.ljust(RATE_DIGITS, "0"))
        if rate > MAX_RATE * 10**RATE_DIGITS:
            raise serializers.ValidationError(f"At most {MAX_RATE} percent.")
        return rate

    def to_representation(self, value: int) -> str:
        """Without trailing zeros: `"12.5"`."""
        text = f"{Decimal(value).scaleb(-RATE_DIGITS):f}"
        return text.rstrip("0").rstrip(".")


class ProductSerializer(StrictSerializer):
    """A loan product, in requests and responses."""

    id = serializers.IntegerField(read_only=True)
    name = SingleLineField(max_length=100)
    annual_rate = RateField(source="rate_millionths")
    method = serializers.ChoiceField(Method.choices)
    day_count = serializers.ChoiceField(DayCount.choices, default=DayCount.THIRTY_360)
    instalment_multiple = AmountField(
        required=False, help_text="Instalments are rounded to a multiple of this; by default of the smallest coin."
    )
    principal_grace_months = serializers.IntegerField(
        min_value=0, max_value=MAX_TERM, default=0, help_text="Interest only, inside the term."
    )
    min_amount = AmountField()
    max_amount = AmountField()
    min_term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    max_term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    currency = serializers.CharField(max_length=3, default=lambda: settings.BANK_CURRENCY)
    is_active = serializers.BooleanField(default=True)


@extend_schema_serializer(component_name="Quote")  # the document appends `Request`
class QuotedTermsSerializer(StrictSerializer):
    """`POST quote/`."""

    product = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    amount = AmountField()
    term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    disbursed_on = ISODateField(required=False, help_text="Today, unless said otherwise.")
    first_due_date = ISODateField(required=False, help_text="A month after the disbursement, unless said otherwise.")


class ApplicationSerializer(StrictSerializer):
    """`POST /api/loans/`."""

    product = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    amount = AmountField()
    term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    purpose = SingleLineField(max_length=200)
    account = AccountNumberField(help_text="Where the money goes, and where repayments come from.")


class NoteSerializer(StrictSerializer):
    """`POST {id}/approve/`."""

    note = SingleLineField(max_length=200, required=False, default="", allow_blank=True)


class RepaymentSerializer(StrictSerializer):
    """`POST {id}/repay/`."""

    amount = AmountField()
    from_account = AccountNumberField(required=False, help_text="Of the borrower. Staff: cash, where none is named.")


class InstalmentSerializer(serializers.Serializer[Any]):
    """One instalment."""

    number = serializers.IntegerField()
    due_date = serializers.DateField()
    principal = serializers.CharField()
    interest = serializers.CharField()
    total = serializers.CharField()
    balance_after = serializers.CharField()
    paid = serializers.CharField()
    status = serializers.ChoiceField(RowStatus.choices)


class QuoteSerializer(serializers.Serializer[Any]):
    """The costs and schedule of a loan."""

    instalment = serializers.CharField(help_text="The first after the grace on principal.")
    total_interest = serializers.CharField()
    total_payable = serializers.CharField()
    schedule = InstalmentSerializer(many=True)


class NextDueSerializer(serializers.Serializer[Any]):
    """The oldest instalment that is not fully paid."""

    number = serializers.IntegerField()
    due_date = serializers.DateField()
    amount = serializers.CharField()


class ProductSummarySerializer(serializers.Serializer[Any]):
    """The product of a loan."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class LoanSerializer(serializers.Serializer[Any]):
    """A loan with its debt as of today."""

    id = serializers.IntegerField()
    product = ProductSummarySerializer()
    borrower = OwnerSerializer()
    account = serializers.CharField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    term_months = serializers.IntegerField()
    purpose = serializers.CharField()
    status = serializers.ChoiceField(LoanStatus.choices)
    annual_rate = RateField()
    method = serializers.ChoiceField(Method.choices)
    day_count = serializers.ChoiceField(DayCount.choices)
    applied_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.IntegerField(allow_null=True)
    decision_note = serializers.CharField()
    disbursed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    outstanding_principal = serializers.CharField()
    principal_paid = serializers.CharField()
    interest_paid = serializers.CharField()
    settlement_amount = serializers.CharField(allow_null=True, help_text="The payoff amount today.")
    days_late = serializers.IntegerField()
    next_due = NextDueSerializer(allow_null=True)

    def to_representation(self, instance: Loan) -> dict[str, Any]:
        """Of a loan whose relations are at hand."""
        return super().to_representation(_facts_of(instance))


class LoanTransactionSerializer(LoanSerializer):
    """A loan, with the transaction that moved its money."""

    transaction = TransactionSerializer()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Of a pair: the loan, and its new transaction."""
        loan, written = instance
        return {**LoanSerializer(loan).data, "transaction": new_transaction_body(written)}


def schedule_body(loan: Loan) -> list[dict[str, Any]]:
    """The rows of a loan's schedule, with the payments of each."""
    ended = loan.status == LoanStatus.REPAID
    return [_row(standing, loan.currency, settled=ended) for standing in standings(rows_of(loan), paid_of(loan))]


def quote_body(product: Product, rows: list[Instalment]) -> dict[str, Any]:
    """A quote; a flat or declining loan has one instalment, of equal principal parts this is the first."""
    money = product.money
    return {
        "instalment": money(rows[product.principal_grace_months].total),
        "total_interest": money(sum(row.interest for row in rows)),
        "total_payable": money(sum(row.total for row in rows)),
        "schedule": [_row(Standing(row, 0, 0), product.currency, settled=False, today=row.due_date) for row in rows],
    }


def _facts_of(loan: Loan) -> dict[str, Any]:
    debt, money = debt_of(loan), loan.money
    kept = ["id", "product", "borrower", "currency", "term_months", "purpose", "status", "method", "day_count",
            "applied_at", "decided_at", "decision_note", "disbursed_at", "closed_at"]  # fmt: skip
    amounts = ["amount", "outstanding_principal", "principal_paid", "interest_paid"]
    return {
        **{name: getattr(loan, name) for name in kept},
        **{name: money(getattr(loan, name)) for name in amounts},
        "account": loan.account.number,
        "annual_rate": loan.rate_millionths,
        "decided_by": loan.decided_by_id,
        "settlement_amount": money(debt.settlement) if debt else None,
        "days_late": debt.days_late if debt else 0,
        "next_due": _next_due(debt.next_due, loan.currency) if debt and debt.next_due else None,
    }


def _next_due(standing: Standing, currency: str) -> dict[str, Any]:
    row = standing.row
    return {"number": row.number, "due_date": row.due_date, "amount": to_text(standing.left, currency)}


def _row(standing: Standing, currency: str, *, settled: bool, today: date | None = None) -> dict[str, Any]:
    row = standing.row
    amounts = {"principal": row.principal, "interest": row.interest, "total": row.total,
               "balance_after": row.balance_after, "paid": standing.paid}  # fmt: skip
    if settled or not standing.left:
        status = RowStatus.PAID
    elif row.due_date < (today or now().date()):
        status = RowStatus.LATE
    else:
        status = RowStatus.PARTLY_PAID if standing.paid else RowStatus.UPCOMING
    texts = {name: to_text(minor, currency) for name, minor in amounts.items()}
    return {"number": row.number, "due_date": row.due_date.isoformat(), **texts, "status": status.value}


def _are_digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most
