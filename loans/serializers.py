"""Request and response bodies of the loan endpoints."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext, ngettext
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.serializers import AccountNumberField, PersonSummarySerializer
from core.api.json_numbers import digits_as_sent
from core.api.serializers import ISODateField, SingleLineField, StrictSerializer
from core.dates import today
from core.money import NUMBER_ACCEPTED, AmountField, AmountOrZeroField, to_text
from core.validation import MAX_ID
from loans.domain.apr import loan_apr
from loans.domain.arrears import Overdue
from loans.domain.payments import Split
from loans.domain.running_loan import Row
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms
from loans.enums import DayCount, LoanStatus, Method, Prepayment, RowStatus
from loans.models import RATE_DIGITS, Loan, Product, Repayment
from loans.selectors import debt_of, schedule_on
from loans.state import expected_rows, row_status
from transactions.serializers import TransactionSerializer, new_transaction_body

MAX_TERM = 480  # months
MAX_RATE = 1000  # percent per year
MAX_DAYS = 366

if TYPE_CHECKING:
    Field = serializers.Field[int, Any, str, Any]
else:
    Field = serializers.Field  # takes parameters in the stubs only


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^[0-9]{1,4}(\.[0-9]{1,6})?$",
        "description": f"Percent per year. {NUMBER_ACCEPTED}",
        "example": "12.5",
    }
)
class RateField(Field):
    """A percentage of up to six decimals; inside, its millionths."""

    def to_internal_value(self, data: Any) -> int:
        """Digits with at most one point, as an amount; zero is a rate."""
        whole, _, part = (digits_as_sent(data) or "").partition(".")
        if not _are_digits(whole, 4) or (part and not _are_digits(part, RATE_DIGITS)):
            text = ngettext(
                "A percentage with at most %(most)s decimal.",
                "A percentage with at most %(most)s decimals.",
                RATE_DIGITS,
            )
            raise serializers.ValidationError(text % {"most": RATE_DIGITS})
        rate = int(whole + part.ljust(RATE_DIGITS, "0"))
        if rate > MAX_RATE * 10**RATE_DIGITS:
            raise serializers.ValidationError(gettext("At most %(most)s percent.") % {"most": MAX_RATE})
        return rate

    def to_representation(self, value: int) -> str:
        """Without trailing zeros: `"12.5"`."""
        text = f"{Decimal(value).scaleb(-RATE_DIGITS):f}"
        return text.rstrip("0").rstrip(".")


class LoanProductSerializer(StrictSerializer):
    """A loan product, in requests and responses."""

    id = serializers.IntegerField(read_only=True)
    name = SingleLineField(max_length=100)
    annual_rate = RateField(source="rate_millionths")
    method = serializers.ChoiceField(Method.choices)
    day_count = serializers.ChoiceField(DayCount.choices, default=DayCount.THIRTY_360)
    instalment_multiple = AmountField(
        required=False,
        help_text=f"Instalments are rounded to a multiple of this; by default of the smallest coin. {NUMBER_ACCEPTED}",
    )
    principal_grace_months = serializers.IntegerField(
        min_value=0,
        max_value=MAX_TERM,
        default=0,
        help_text="The first months, in which only interest is due. They are part of the term.",
    )
    prepayment = serializers.ChoiceField(
        Prepayment.choices,
        default=Prepayment.SHORTER_TERM,
        help_text="What money beyond the current instalment changes: the term, or the instalments that follow.",
    )
    overdue_interest = serializers.BooleanField(
        default=True, help_text="Whether overdue principal earns interest at the annual rate."
    )
    late_fee = AmountOrZeroField(
        default=0,
        help_text=f"Charged once for each instalment that is more than late_fee_after_days late. {NUMBER_ACCEPTED}",
    )
    late_fee_after_days = serializers.IntegerField(
        min_value=0,
        max_value=MAX_DAYS,
        default=0,
        help_text="How many days an instalment may be late without a late fee.",
    )
    disbursement_fee = AmountOrZeroField(
        default=0,
        help_text="Deducted from the disbursement, refunded pro rata by days on early payoff. Less than min_amount. "
        + NUMBER_ACCEPTED,
    )
    min_amount = AmountField()
    max_amount = AmountField()
    min_term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    max_term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    currency = serializers.CharField(max_length=3, default=lambda: settings.BANK_CURRENCY)
    is_active = serializers.BooleanField(default=True)


@extend_schema_serializer(component_name="LoanQuote")  # the document appends `Request`
class QuotedTermsSerializer(StrictSerializer):
    """`POST quote/`."""

    product = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    amount = AmountField()
    term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    disbursed_on = ISODateField(required=False, help_text="Default: today.")
    first_due_date = ISODateField(required=False, help_text="Default: a month after the disbursement.")


class LoanApplicationSerializer(StrictSerializer):
    """`POST /api/loans/`."""

    product = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    amount = AmountField()
    term_months = serializers.IntegerField(min_value=1, max_value=MAX_TERM)
    purpose = SingleLineField(max_length=200)
    account = AccountNumberField(help_text="Where the money goes, and where repayments come from.")
    first_due_date = ISODateField(
        required=False, help_text="1 to 62 days from today. Default: a month after the disbursement."
    )


class LoanApprovalSerializer(StrictSerializer):
    """`POST {id}/approve/`."""

    note = SingleLineField(max_length=200, required=False, default="", allow_blank=True)


class LoanRepaymentSerializer(StrictSerializer):
    """`POST {id}/repay/`."""

    amount = AmountField()
    from_account = AccountNumberField(
        required=False, help_text="An account of the borrower. Default: the account of the loan; for staff, cash."
    )


class LoanSettlementSerializer(StrictSerializer):
    """`POST {id}/settle/`."""

    from_account = AccountNumberField(
        required=False, help_text="An account of the borrower. Default: the account of the loan; for staff, cash."
    )


class LoanPayoffSerializer(serializers.Serializer[Any]):
    """What settles a loan on a day."""

    on = serializers.DateField()
    principal = serializers.CharField()
    interest = serializers.CharField()
    fees = serializers.CharField(help_text="Less than zero where a part of the disbursement fee is refunded.")
    penalties = serializers.CharField(help_text="Late fees.")
    total = serializers.CharField()


class LoanPaymentSerializer(serializers.Serializer[Any]):
    """A payment, and what it went to."""

    transaction = serializers.IntegerField(source="transaction_id")
    amount = serializers.CharField()
    principal = serializers.CharField()
    interest = serializers.CharField()
    fees = serializers.CharField(help_text="Less than zero where a part of the disbursement fee was refunded.")
    penalties = serializers.CharField(help_text="Late fees.")
    booked_at = serializers.DateTimeField()

    def to_representation(self, instance: Repayment) -> dict[str, Any]:
        """Of a payment whose loan and transaction are at hand."""
        money, names = instance.loan.money, ("principal", "interest", "fees", "penalties")
        amounts = {name: money(getattr(instance, name)) for name in names}
        written = instance.transaction
        return super().to_representation(
            {"transaction_id": written.pk, "amount": written.money(), "booked_at": written.booked_at, **amounts}
        )


class InstalmentSerializer(serializers.Serializer[Any]):
    """One instalment."""

    number = serializers.IntegerField()
    due_date = serializers.DateField()
    principal = serializers.CharField()
    interest = serializers.CharField()
    total = serializers.CharField(help_text="Principal and interest, without late fees.")
    balance_after = serializers.CharField(help_text="The principal that is left after this instalment.")
    paid = serializers.CharField(help_text="How much of the total has been paid.")
    status = serializers.ChoiceField(RowStatus.choices)


class LoanQuoteSerializer(serializers.Serializer[Any]):
    """The costs and schedule of a loan."""

    instalment = serializers.CharField(help_text="The first instalment that repays principal.")
    last_instalment = serializers.CharField(help_text="It pays what is left, so it may differ from the others.")
    total_interest = serializers.CharField()
    total_fees = serializers.CharField(help_text="The fee that is deducted from the disbursement.")
    total_payable = serializers.CharField(help_text="The amount, the interest and the fees.")
    apr = serializers.CharField(
        help_text="Annual percentage rate of charge by Directive 2008/48/EC, Annex I: in percent, two decimals."
    )
    schedule = InstalmentSerializer(many=True)


class LoanOverdueSerializer(serializers.Serializer[Any]):
    """All that is late."""

    since = serializers.DateField(help_text="The due date of the oldest instalment that is late.")
    days_late = serializers.IntegerField(help_text="How many days have passed since then.")
    instalments = serializers.IntegerField(help_text="How many instalments are late.")
    amount = serializers.CharField(help_text="What is left to pay of them, with late fees.")


class NextDueSerializer(serializers.Serializer[Any]):
    """The oldest instalment that is not fully paid, and what is left of it, late fees included."""

    number = serializers.IntegerField()
    due_date = serializers.DateField()
    amount = serializers.CharField()


class LoanProductSummarySerializer(serializers.Serializer[Any]):
    """The product of a loan."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class LoanSerializer(serializers.Serializer[Any]):
    """A loan with its debt as of today."""

    id = serializers.IntegerField()
    product = LoanProductSummarySerializer()
    borrower = PersonSummarySerializer()
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
    first_due_date = serializers.DateField(allow_null=True, help_text="The first due date that was applied for.")
    disbursed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    outstanding_principal = serializers.CharField()
    principal_paid = serializers.CharField()
    interest_paid = serializers.CharField(help_text="Without late fees and other fees.")
    settlement_amount = serializers.CharField(allow_null=True, help_text="What would pay off the loan today.")
    days_late = serializers.IntegerField(help_text="Of the oldest instalment that is late; 0 where none is.")
    next_due = NextDueSerializer(allow_null=True)
    overdue = LoanOverdueSerializer(allow_null=True)

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
    return [_row(row, loan.currency, settled=ended) for row in schedule_on(loan, today())]


def quote_body(product: Product, terms: Terms, rows: list[Instalment]) -> dict[str, Any]:
    """A quote; a flat or declining loan has one instalment, of equal principal parts this is the first."""
    money, interest = product.money, sum(row.interest for row in rows)
    return {
        "instalment": money(rows[min(product.principal_grace_months, len(rows) - 1)].total),
        "last_instalment": money(rows[-1].total),
        "total_interest": money(interest),
        "total_fees": money(terms.disbursement_fee),
        "total_payable": money(terms.amount + interest + terms.disbursement_fee),
        "apr": str(loan_apr(terms, rows)),
        "schedule": [_row(row, product.currency, settled=False, day=row.due_date) for row in expected_rows(rows)],
    }


def payoff_body(loan: Loan, day: date, owed: Split) -> dict[str, Any]:
    """What settles a loan on a day."""
    names = ("principal", "interest", "fees", "penalties", "total")
    return {"on": day.isoformat(), **{name: loan.money(getattr(owed, name)) for name in names}}


def _facts_of(loan: Loan) -> dict[str, Any]:
    debt, money = debt_of(loan), loan.money
    kept = ["id", "product", "borrower", "currency", "term_months", "purpose", "status", "method", "day_count",
            "applied_at", "decided_at", "decision_note", "first_due_date", "disbursed_at", "closed_at"]  # fmt: skip
    amounts = ["amount", "outstanding_principal", "principal_paid", "interest_paid"]
    return {
        **{name: getattr(loan, name) for name in kept},
        **{name: money(getattr(loan, name)) for name in amounts},
        "account": loan.account.number,
        "annual_rate": loan.rate_millionths,
        "decided_by": loan.decided_by_id,
        "settlement_amount": money(debt.payoff.total) if debt else None,
        "days_late": debt.days_late if debt else 0,
        "next_due": _next_due(debt.next_due, loan.currency) if debt and debt.next_due else None,
        "overdue": _overdue(debt.overdue, loan.currency) if debt and debt.overdue else None,
    }


def _next_due(row: Row, currency: str) -> dict[str, Any]:
    return {"number": row.number, "due_date": row.due_date, "amount": to_text(row.left, currency)}


def _overdue(overdue: Overdue, currency: str) -> dict[str, Any]:
    facts = {"since": overdue.since, "days_late": overdue.days_late, "instalments": overdue.instalments}
    return {**facts, "amount": to_text(overdue.amount, currency)}


def _row(row: Row, currency: str, *, settled: bool, day: date | None = None) -> dict[str, Any]:
    amounts = {"principal": row.principal, "interest": row.interest, "total": row.total,
               "balance_after": row.balance_after, "paid": row.paid}  # fmt: skip
    status = row_status(row, day or today(), settled=settled)
    texts = {name: to_text(minor, currency) for name, minor in amounts.items()}
    return {"number": row.number, "due_date": row.due_date.isoformat(), **texts, "status": status.value}


def _are_digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most
