"""Response bodies of the dashboard and the reports."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, inline_serializer
from rest_framework import serializers

from accounts.serializers import AccountSerializer
from core.authorization.roles import Role
from loans.serializers import LoanSerializer
from transactions.enums import TransactionType
from transactions.serializers import EntrySerializer, TransactionSerializer


class _Dashboard(serializers.Serializer[Any]):
    """The fields of every dashboard."""

    role = serializers.ChoiceField(Role.choices)
    currency = serializers.CharField()


class _AccountEntrySerializer(EntrySerializer):
    """An entry with the number of its account."""

    class Meta(EntrySerializer.Meta):
        fields = ["account", *EntrySerializer.Meta.fields]

    account = serializers.CharField()


class _WorkSerializer(serializers.Serializer[Any]):
    """Number and total amount of transactions."""

    count = serializers.IntegerField()
    amount = serializers.CharField()


_WORK_BY_KIND = inline_serializer("WorkByKind", {kind.value: _WorkSerializer() for kind in TransactionType})


class _TotalsSerializer(serializers.Serializer[Any]):
    """Totals of the bank, and of what was posted today."""

    members = serializers.IntegerField()
    accounts = serializers.IntegerField()
    customer_balances = serializers.CharField()
    loans_waiting = serializers.IntegerField()
    loans_running = serializers.IntegerField()
    loans_late = serializers.IntegerField()
    gross_portfolio = serializers.CharField()
    portfolio_at_risk = serializers.CharField()
    deposits = serializers.IntegerField()
    withdrawals = serializers.IntegerField()
    transfers = serializers.IntegerField()
    deposits_amount = serializers.CharField()
    withdrawals_amount = serializers.CharField()
    transfers_amount = serializers.CharField()


class AgingBucketSerializer(serializers.Serializer[Any]):
    """One bucket of the portfolio."""

    days_late = serializers.CharField()
    loans = serializers.IntegerField()
    outstanding_principal = serializers.CharField()


class MemberDashboardSerializer(_Dashboard):
    """The dashboard of a member."""

    accounts = AccountSerializer(many=True)
    total_balance = serializers.CharField()
    entries = _AccountEntrySerializer(many=True)
    loans = LoanSerializer(many=True)


class CashierDashboardSerializer(_Dashboard):
    """The dashboard of a cashier."""

    till = inline_serializer("Till", {"balance": serializers.CharField(), "currency": serializers.CharField()})
    today = _WORK_BY_KIND
    latest = TransactionSerializer(many=True)
    to_disburse = LoanSerializer(many=True)


class ManagerDashboardSerializer(_Dashboard):
    """The dashboard of a manager."""

    totals = _TotalsSerializer()
    today = _WORK_BY_KIND
    approvals = inline_serializer(
        "Approvals", {"waiting": serializers.IntegerField(), "loans": LoanSerializer(many=True)}
    )
    arrears = inline_serializer(
        "Arrears",
        {
            "loans": serializers.IntegerField(),
            "outstanding_principal": serializers.CharField(),
            "par30": serializers.CharField(help_text="Ratio, e.g. 0.0312 = 3.12 %."),
        },
    )
    series = inline_serializer(
        "Series",
        {
            "days": inline_serializer(
                "DayOfSeries",
                {
                    "day": serializers.DateField(),
                    "deposits": serializers.CharField(),
                    "withdrawals": serializers.CharField(),
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
