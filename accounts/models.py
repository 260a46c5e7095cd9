"""`accounts`: every account of the ledger, with the balance of those that customers hold."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.enums import CASH_TYPES, CUSTOMER_TYPES, AccountType, Status
from core.clock import now
from core.db.search import FoldedField, SearchableModel
from core.money import to_text


class Account(SearchableModel):
    """A customer's account, whose balance is kept here, or one of the bank's own, whose balance is its entries.

    Amounts are minor units of `currency`. `seq` counts a customer account's entries. `code` names the bank's
    own. Only `accounts.balances` writes `balance`, `seq` and `last_booked_at`, for `transactions.ledger.posting`.
    """

    number = models.CharField(max_length=12, unique=True)
    code = models.CharField(max_length=40, unique=True, null=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="accounts")
    cashier = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="till"
    )  # whose till it is
    type = models.CharField(max_length=20, choices=AccountType)
    name = models.CharField(max_length=100, blank=True, default="", db_default="")
    name_folded = FoldedField(source="name")
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE, db_default=Status.ACTIVE)
    balance = models.BigIntegerField(default=0, db_default=0)
    # For holds and agreed overdrafts of a later version: postings respect both, and nothing sets them yet.
    held = models.BigIntegerField(default=0, db_default=0)
    overdraft = models.BigIntegerField(default=0, db_default=0)
    open_loan_count = models.PositiveIntegerField(  # active loans; the account cannot be closed while there are any
        default=0, db_default=0, db_column="kept_open_by"
    )
    seq = models.BigIntegerField(default=0, db_default=0)
    last_booked_at = models.DateTimeField(null=True)  # of its latest entry; no later entry is booked before it
    opened_at = models.DateTimeField(default=now, db_default=Now())
    closed_at = models.DateTimeField(null=True)
    read_at: datetime  # the database's time when `accounts.balances` read the row; not a column
    fact: bool = False  # what the caller has asked about it in the same statement (`accounts.balances.Fact`)

    class Meta:
        db_table = "accounts"
        indexes = [
            models.Index(fields=["type", "id"], name="account_type"),
            models.Index(fields=["status", "id"], name="account_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(balance__gte=-models.F("overdraft")), name="account_overdraft"),
            models.CheckConstraint(condition=models.Q(held__gte=0, overdraft__gte=0), name="account_held"),
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="account_seq"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_customer_account(self) -> bool:
        """Whether a member holds it, and its balance is kept in the row."""
        return self.type in CUSTOMER_TYPES

    @property
    def is_cash_account(self) -> bool:
        """Whether it is a till or the vault, which pay out no more than they hold."""
        return self.type in CASH_TYPES

    @property
    def available(self) -> int:
        """The amount that may be debited."""
        return self.balance - self.held + self.overdraft

    def book_entry(self, change: int, at: datetime) -> None:
        """Adds an entry to balance and count, in memory: `accounts.balances.save_balances` writes them."""
        self.balance += change
        self.seq += 1
        self.last_booked_at = at

    def money(self, minor: int) -> str:
        """An amount of this account's currency, as text."""
        return to_text(minor, self.currency)
