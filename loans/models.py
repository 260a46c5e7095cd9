"""Loan products, loans, their instalments and repayments."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models import Account
from core.clock import now
from core.db.search import FoldedField, SearchableModel
from core.money import to_text
from loans.enums import DayCount, LoanEventType, LoanStatus, Method, Prepayment
from transactions.models import Transaction

RATE_DIGITS = 6  # decimals of a percentage


class Conditions(models.Model):
    """Terms of a product, which a loan copies: changing a product does not change its loans.

    The rate is whole millionths of a percent per year, the multiple minor units: exact on every database.
    """

    currency = models.CharField(max_length=3)
    rate_millionths = models.BigIntegerField()
    method = models.CharField(max_length=20, choices=Method)
    day_count = models.CharField(max_length=10, choices=DayCount)
    instalment_multiple = models.BigIntegerField()
    principal_grace_months = models.PositiveSmallIntegerField(default=0)
    # The database's defaults are the terms of loans and products of the releases before these columns.
    prepayment = models.CharField(
        max_length=20, choices=Prepayment, default=Prepayment.SHORTER_TERM, db_default=Prepayment.SHORTER_TERM
    )
    overdue_interest = models.BooleanField(default=True, db_default=False)
    late_fee = models.BigIntegerField(default=0, db_default=0)
    late_fee_after_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    disbursement_fee = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True

    @property
    def annual_rate(self) -> Decimal:
        """The annual rate in percent."""
        return Decimal(self.rate_millionths).scaleb(-RATE_DIGITS)

    def money(self, minor: int) -> str:
        """An amount of this currency, as text."""
        return to_text(minor, self.currency)


class Product(SearchableModel, Conditions):
    """A loan product that members may apply for. Amounts are minor units."""

    name = models.CharField(max_length=100, unique=True)
    name_folded = FoldedField(source="name")
    min_amount = models.BigIntegerField()
    max_amount = models.BigIntegerField()
    min_term_months = models.PositiveSmallIntegerField()
    max_term_months = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "loan_products"
        verbose_name = "loan product"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_amount__gt=0, max_amount__gte=models.F("min_amount")), name="product_amounts"
            ),
            models.CheckConstraint(
                condition=models.Q(min_term_months__gt=0, max_term_months__gte=models.F("min_term_months")),
                name="product_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Loan(SearchableModel, Conditions):
    """One loan, from the application on. Amounts are minor units.

    `principal_paid` and `interest_paid` are the sums of its repayments that are not reversed; only `loans.services`
    writes them, under the lock on this row and in the transaction of the posting.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="loans")
    borrower = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="loans")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="loans")
    amount = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=200)
    purpose_folded = FoldedField(source="purpose")
    status = models.CharField(max_length=12, choices=LoanStatus, default=LoanStatus.APPLIED)
    applied_at = models.DateTimeField(default=now, db_default=Now())
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision_note = models.CharField(max_length=200, blank=True, default="", db_default="")
    first_due_date = models.DateField(null=True)  # as applied for; None: a month after the disbursement
    disbursed_at = models.DateTimeField(null=True)
    disbursed_on = models.DateField(null=True)  # the bank's day of it
    disbursement = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="+")
    principal_paid = models.BigIntegerField(default=0, db_default=0)
    interest_paid = models.BigIntegerField(default=0, db_default=0)
    fee = models.OneToOneField(
        Transaction, on_delete=models.PROTECT, null=True, related_name="+"
    )  # of the disbursement
    write_off = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "loans"
        indexes = [models.Index(fields=["status", "id"], name="loan_status")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0, term_months__gt=0), name="loan_amount"),
            models.CheckConstraint(
                condition=models.Q(principal_paid__gte=0, principal_paid__lte=models.F("amount")), name="loan_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"Loan {self.pk}"

    @property
    def outstanding_principal(self) -> int:
        """The loan's part of the ledger's receivable account."""
        return self.amount - self.principal_paid if self.status == LoanStatus.ACTIVE else 0


class DueInstalment(models.Model):
    """One row of the schedule that a loan is disbursed with. Amounts are minor units.

    It is not changed later: `loans.domain` computes the present schedule from it and from the payments. `principal_due`
    and `interest_due` are the sums up to this row, for servers of the release before.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    principal_due = models.BigIntegerField()
    interest_due = models.BigIntegerField()

    class Meta:
        db_table = "loan_instalments"
        ordering = ["loan", "number"]
        constraints = [models.UniqueConstraint(fields=["loan", "number"], name="instalment_loan_number")]

    def __str__(self) -> str:
        return f"Instalment {self.number}"


class LoanPosition(models.Model):
    """A posting of a loan, and the state of the loan after it: what the portfolio of any later day is read from.

    Rows are inserted with the posting and never changed. `booked_at` and `day` are those of the transaction, and
    `oldest_due` is the due date of the oldest instalment that is not paid. They are empty in rows that a server of an
    earlier release has written.
    """

    booked_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    outstanding = models.BigIntegerField(null=True)
    oldest_due = models.DateField(null=True)

    class Meta:
        abstract = True


class Repayment(LoanPosition):
    """How a payment was allocated. It counts unless its transaction is reversed. Minor units.

    `fees` is negative where an early payoff refunds a part of the disbursement fee. `by_instalments` marks payments of
    earlier releases, which paid future instalments with their interest; of these, `interest` is negative where a payoff
    refunded it.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="repayments")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="repayment")
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    fees = models.BigIntegerField(default=0, db_default=0)
    penalties = models.BigIntegerField(default=0, db_default=0)
    by_instalments = models.BooleanField(default=False, db_default=True)

    class Meta:
        db_table = "loan_repayments"
        constraints = [models.CheckConstraint(condition=models.Q(principal__gte=0), name="repayment_principal")]
        indexes = [models.Index(fields=["booked_at", "loan"], name="repayment_booked_at")]

    def __str__(self) -> str:
        return f"Repayment {self.pk}"


class LoanEvent(LoanPosition):
    """A disbursement, its fee, a write-off, a recovery, or the reversal of any posting of a loan. Minor units.

    `product_name` is the name of the product at that time.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="events")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="loan_event")
    type = models.CharField(max_length=12, choices=LoanEventType)
    amount = models.BigIntegerField()
    product_name = models.CharField(max_length=100)

    class Meta:
        db_table = "loan_events"
        indexes = [models.Index(fields=["booked_at", "loan"], name="loan_event_booked_at")]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.pk}"
