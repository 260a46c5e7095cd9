"""Response bodies of the dashboard and the reports."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, inline_serializer
from rest_framework import serializers

from accounts.serializers import AccountSerializer
from core.authorization.roles import Role
from core.money import AmountTextField
from loans.serializers import LoanSerializer
from reports.renderers.fields import ratio_text
from reports.selectors.dashboards import CashierDashboard, Dashboard, ManagerDashboard, MemberDashboard
from transactions.enums import TransactionType
from transactions.serializers import EntrySerializer, TransactionSerializer


class _RatioField(serializers.CharField):
    """A fraction, as text."""

    def to_representation(self, value: Any) -> str:
        """`"0.0312"`."""
        return ratio_text(value)


class _Dashboard(serializers.Serializer[Any]):
    """The fields of every dashboard."""

    role = serializers.ChoiceField(Role.choices)
    currency = serializers.CharField()


class _AccountEntrySerializer(EntrySerializer):
    """An entry with the number of its account."""

    class Meta(EntrySerializer.Meta):
        fields = ["account", *EntrySerializer.Meta.fields]

    account = serializers.CharField(source="account.number")


class _TransactionTotalSerializer(serializers.Serializer[Any]):
    """Number and total amount of transactions."""

    count = serializers.IntegerField()
    amount = AmountTextField()


# A class, because fields of a body are in the order in which they are created.
_TransactionTotalsByType = type(
    "TransactionTotalsByType",
    (serializers.Serializer,),
    {kind.value: _TransactionTotalSerializer() for kind in TransactionType},
)


class _BankTotalsSerializer(serializers.Serializer[Any]):
    """Totals of the bank, and of what was posted today."""

    members = serializers.IntegerField()
    accounts = serializers.IntegerField()
    customer_balances = AmountTextField()
    loans_waiting = serializers.IntegerField()
    loans_running = serializers.IntegerField()
    loans_late = serializers.IntegerField()
    gross_portfolio = AmountTextField()
    portfolio_at_risk = AmountTextField()
    deposits = serializers.IntegerField()
    withdrawals = serializers.IntegerField()
    transfers = serializers.IntegerField()
    deposits_amount = AmountTextField()
    withdrawals_amount = AmountTextField()
    transfers_amount = AmountTextField()
    deposits_reversed = serializers.IntegerField()
    withdrawals_reversed = serializers.IntegerField()
    transfers_reversed = serializers.IntegerField()
    deposits_reversed_amount = AmountTextField()
    withdrawals_reversed_amount = AmountTextField()
    transfers_reversed_amount = AmountTextField()


class AgingBucketSerializer(serializers.Serializer[Any]):
    """One bucket of the portfolio."""

    days_late = serializers.CharField()
    loans = serializers.IntegerField()
    outstanding_principal = AmountTextField()


class MemberDashboardSerializer(_Dashboard):
    """The dashboard of a member."""

    accounts = AccountSerializer(many=True)
    total_balance = AmountTextField()
    entries = _AccountEntrySerializer(many=True)
    loans = LoanSerializer(many=True)


class CashierDashboardSerializer(_Dashboard):
    """The dashboard of a cashier."""

    till = inline_serializer(
        "Till",
        {
            "balance": AmountTextField(),
            "currency": serializers.CharField(),
            "opening_balance": AmountTextField(help_text="At the start of today."),
            "cash_in": AmountTextField(help_text="Today's, without reversals."),
            "cash_out": AmountTextField(help_text="Today's, without reversals."),
            "reversed_in": AmountTextField(help_text="Came back today by reversals, also those that others posted."),
            "reversed_out": AmountTextField(help_text="Went out today by reversals, also those that others posted."),
        },
    )
    today = _TransactionTotalsByType()
    latest = TransactionSerializer(many=True)
    to_disburse = LoanSerializer(many=True)


class ManagerDashboardSerializer(_Dashboard):
    """The dashboard of a manager."""

    totals = _BankTotalsSerializer()
    today = _TransactionTotalsByType()
    approvals = inline_serializer(
        "LoansToApprove", {"waiting": serializers.IntegerField(), "loans": LoanSerializer(many=True)}
    )
    arrears = inline_serializer(
        "LoanArrears",
        {
            "loans": serializers.IntegerField(),
            "outstanding_principal": AmountTextField(),
            "par30": _RatioField(help_text="Ratio, e.g. 0.0312 = 3.12 %."),
        },
    )
    series = inline_serializer(
        "DashboardSeries",
        {
            "days": inline_serializer(
                "DailyCashFlow",
                {
                    "day": serializers.DateField(),
                    "deposits": AmountTextField(),
                    "withdrawals": AmountTextField(),
                },
                many=True,
            ),
            "portfolio_by_age": AgingBucketSerializer(many=True),
        },
    )


DashboardSerializer = PolymorphicProxySerializer(
    component_name="Dashboard",
    serializers={
        Role.MEMBER.value: MemberDashboardSerializer,
        Role.CASHIER.value: CashierDashboardSerializer,
        Role.MANAGER.value: ManagerDashboardSerializer,
    },
    resource_type_field_name="role",
)


_BY_TYPE: dict[type[Dashboard], type[_Dashboard]] = {
    MemberDashboard: MemberDashboardSerializer,
    CashierDashboard: CashierDashboardSerializer,
    ManagerDashboard: ManagerDashboardSerializer,
}


def dashboard_body(dashboard: Dashboard) -> dict[str, Any]:
    """The response body of a dashboard."""
    return dict(_BY_TYPE[type(dashboard)](dashboard).data)


class ReportKindSerializer(serializers.Serializer[Any]):
    """A report and its URL."""

    name = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField()


class ReportSerializer(serializers.Serializer[Any]):
    """A report: its rows have the columns listed, the summary has totals."""

    report = serializers.CharField()
    title = serializers.CharField()
    to = serializers.DateField()
    currency = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.DictField())
    summary = serializers.DictField()

    def get_fields(self) -> dict[str, Any]:
        """Adds `from`, a keyword that a class body cannot declare."""
        return {**super().get_fields(), "from": serializers.DateField()}
