"""The ledger's tables, whose rows are only inserted: database triggers refuse changes."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models import Account
from core.clock import now
from core.db.search import FoldedField, SearchableModel
from core.money import to_text
from transactions.enums import Direction, TransactionType


class Transaction(SearchableModel):
    """One movement of money, in minor units. A correction is another transaction, with this one in `reverses`."""

    insert_only = True

    kind = models.CharField(max_length=20, choices=TransactionType)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=200, blank=True, default="", db_default="")
    description_folded = FoldedField(source="description")
    from_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    to_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField(default=now, db_default=Now())
    value_date = models.DateField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        db_table = "transactions"
        indexes = [
            models.Index(fields=["booked_at", "id"], name="transaction_booked"),
            models.Index(fields=["kind", "id"], name="transaction_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="transaction_amount"),
            models.CheckConstraint(
                condition=models.Q(kind=TransactionType.REVERSAL, reverses__isnull=False)
                | (~models.Q(kind=TransactionType.REVERSAL) & models.Q(reverses__isnull=True)),
                name="transaction_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def money(self) -> str:
        """The amount, as text."""
        return to_text(self.amount, self.currency)


class Entry(models.Model):
    """One leg of a transaction on one account; the legs of a transaction sum to zero.

    On customer accounts `seq` is 1, 2, 3 … and `balance_after` is the balance after the entry. Entries of the bank's
    own accounts have neither, so that no posting waits for another one on the same till. Amounts are minor units.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    direction = models.CharField(max_length=6, choices=Direction)
    amount = models.BigIntegerField()
    seq = models.BigIntegerField(null=True)
    balance_after = models.BigIntegerField(null=True)
    booked_at = models.DateTimeField()
    # Annotations of `transactions.selectors`, not columns.
    counterparty_holder: str | None  # the full name of the other account's owner
    reversal_id: int | None  # the transaction that reverses this one

    class Meta:
        db_table = "entries"
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["account", "booked_at", "id"], name="entry_account_booked")]
        constraints = [
            models.UniqueConstraint(fields=["account", "seq"], name="entry_account_seq"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="entry_amount"),
            models.CheckConstraint(condition=models.Q(direction__in=Direction.values), name="entry_direction"),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"


class BalanceSnapshot(models.Model):
    """The balance of one of the bank's own accounts before `before`, so that only later entries have to be summed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="snapshots")
    before = models.DateTimeField()
    balance = models.BigIntegerField()  # credits less debits, in minor units

    class Meta:
        db_table = "balance_snapshots"
        constraints = [models.UniqueConstraint(fields=["account", "before"], name="snapshot_account_before")]

    def __str__(self) -> str:
        return f"Snapshot {self.pk}"


class DailyTotal(models.Model):
    """The total of one transaction type on a past day, so that reports need not read a million rows.

    One row for each person who worked at the counter then (`staff_id`), and one for everybody else together (0).
    `reverses` is the type of what reversals have reversed; empty for other types. Amounts are minor units.

    The table `daily_totals` is that of the release before, whose servers may still run; the next release drops it.
    """

    day = models.DateField()
    kind = models.CharField(max_length=20, choices=TransactionType)
    reverses = models.CharField(max_length=20, blank=True, default="")
    staff_id = models.BigIntegerField()
    count = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "daily_activity"
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "reverses", "staff_id"], name="daily_activity_key")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class DailyTransfers(models.Model):
    """The total of a member's transfers on one day, in minor units. Only `payments.limits` uses it."""

    user_id = models.BigIntegerField()
    day = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "daily_transfers"
        constraints = [models.UniqueConstraint(fields=["user_id", "day"], name="daily_transfers_user_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
