"""Response bodies of transactions and entries."""

from functools import cache
from typing import Any

from rest_framework import serializers

from accounts.models import Account
from accounts.payees import holder_name
from core.db.deferred import GeneratedKey
from core.money import to_text
from transactions.enums import Direction, TransactionType
from transactions.models import Entry, Transaction

_REVERSED_BY: Any = Transaction._meta.get_field("reversed_by")


class _KeyField(serializers.IntegerField):
    """The id of a row, also one whose INSERT is deferred: the response is completed after the COMMIT."""

    def to_representation(self, value: Any) -> Any:
        """As in DRF, but for such a key."""
        return value if isinstance(value, GeneratedKey) else super().to_representation(value)


class TransactionSerializer(serializers.ModelSerializer[Transaction]):
    """A transaction; accounts by number, people and other transactions by id."""

    id = _KeyField(read_only=True)
    status = serializers.SerializerMethodField(help_text="`reversed` where a reversal exists.")
    amount = serializers.SerializerMethodField()
    from_account = serializers.SerializerMethodField()
    to_account = serializers.SerializerMethodField()
    created_by = serializers.IntegerField(source="created_by_id", read_only=True)
    reverses = serializers.IntegerField(source="reverses_id", read_only=True, allow_null=True)
    reversed_by = serializers.SerializerMethodField()

    class Meta:
        model = Transaction
        fields = ["id", "kind", "status", "amount", "currency", "description", "from_account", "to_account",
                  "booked_at", "value_date", "created_by", "reverses", "reversed_by"]  # fmt: skip
        read_only_fields = fields

    def get_status(self, row: Transaction) -> str:
        """`reversed` if there is a reversal, otherwise `posted`."""
        return "reversed" if self.get_reversed_by(row) else "posted"

    def get_amount(self, row: Transaction) -> str:
        """As a decimal string."""
        return row.money()

    def get_from_account(self, row: Transaction) -> str | None:
        """The number of the account; null for cash and for the bank's own accounts."""
        return _number(row.from_account)

    def get_to_account(self, row: Transaction) -> str | None:
        """The number of the account; null for cash and for the bank's own accounts."""
        return _number(row.to_account)

    def get_reversed_by(self, row: Transaction) -> int | None:
        """The id of the reversal; null where there is none."""
        known = _REVERSED_BY.is_cached(row)
        # Django raises an exception where there is none, which takes 4 µs.
        reversal = _REVERSED_BY.get_cached_value(row) if known else getattr(row, "reversed_by", None)
        return reversal.pk if reversal else None


@cache
def _serializer() -> TransactionSerializer:
    """Created once, because creating a serializer takes longer than using it."""
    return TransactionSerializer()


def new_transaction_body(row: Transaction) -> dict[str, Any]:
    """The response body of a new transaction."""
    return dict(_serializer().to_representation(row))


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """An entry of an account. Names are masked, except with `full_names` in the context."""

    transaction = serializers.IntegerField(source="transaction_id", read_only=True)
    kind = serializers.ChoiceField(TransactionType.choices, source="transaction.kind", read_only=True)
    direction = serializers.ChoiceField(Direction.choices, read_only=True)
    amount = serializers.SerializerMethodField()
    balance_after = serializers.SerializerMethodField()
    description = serializers.CharField(source="transaction.description", read_only=True)
    counterparty = serializers.SerializerMethodField(help_text="The other account's number; null at the counter.")
    counterparty_name = serializers.SerializerMethodField(
        help_text="The other account's holder, for members as `Matthew M.`; null at the counter."
    )
    reversed_by = serializers.IntegerField(
        source="reversal_id",
        read_only=True,
        allow_null=True,
        help_text="The id of the reversal; null where none exists.",
    )
    value_date = serializers.DateField(source="transaction.value_date", read_only=True)

    class Meta:
        model = Entry
        fields = ["id", "transaction", "kind", "direction", "amount", "balance_after", "description", "counterparty",
                  "counterparty_name", "reversed_by", "booked_at", "value_date"]  # fmt: skip
        read_only_fields = fields

    def get_amount(self, entry: Entry) -> str:
        """The amount, always positive; `direction` has the sign."""
        return to_text(entry.amount, entry.transaction.currency)

    def get_balance_after(self, entry: Entry) -> str:
        """The balance of the account after the entry."""
        return to_text(entry.balance_after or 0, entry.transaction.currency)

    def get_counterparty(self, entry: Entry) -> str | None:
        """See `counterparty_of`."""
        return counterparty_of(entry)

    def get_counterparty_name(self, entry: Entry) -> str | None:
        """See `counterparty_name_of`."""
        return counterparty_name_of(entry, full=self.context.get("full_names", False))


def counterparty_name_of(entry: Entry, *, full: bool) -> str | None:
    """The name of the holder of the account on the other side, masked unless `full`."""
    name = entry.counterparty_holder
    return None if name is None else holder_name(name, full=full)


def counterparty_of(entry: Entry) -> str | None:
    """The number of the customer account on the other side."""
    return _number(other_account(entry))


def other_account(entry: Entry) -> Account | None:
    """The account on the other side; None for cash and where more than two accounts are involved."""
    row = entry.transaction
    return row.to_account if row.from_account_id == entry.account_id else row.from_account


def _number(account: Account | None) -> str | None:
    return account.number if account is not None and account.is_customer_account else None
