"""The types and states of accounts: those of customers, and the bank's own chart of accounts."""

from django.db.models import TextChoices


class AccountType(TextChoices):
    """The two types of customer accounts, then those of the bank's own.

    `BANK` is the bank's own account at another bank.
    """

    SAVINGS = "savings", "Savings"
    CURRENT = "current", "Current"
    TILL = "till", "Till"
    VAULT = "vault", "Vault"
    LOANS_RECEIVABLE = "loans_receivable", "Loans receivable"
    INTEREST_INCOME = "interest_income", "Interest income"
    FEE_INCOME = "fee_income", "Fee income"
    PENALTY_INCOME = "penalty_income", "Penalty income"
    WRITE_OFFS = "write_offs", "Loans written off"
    RECOVERIES = "recoveries", "Loans recovered"
    EQUITY = "equity", "Equity"
    BANK = "bank", "Bank account"
    CASH_OVER_SHORT = "cash_over_short", "Cash over and short"


class Status(TextChoices):
    """A frozen account accepts credits and rejects debits; a closed one rejects both."""

    ACTIVE = "active", "Active"
    FROZEN = "frozen", "Frozen"
    CLOSED = "closed", "Closed"


CUSTOMER_TYPES = (AccountType.SAVINGS, AccountType.CURRENT)
CUSTOMER_TYPE_CHOICES = [(kind.value, kind.label) for kind in CUSTOMER_TYPES]
CASH_TYPES = (AccountType.TILL, AccountType.VAULT)  # they pay out no more than they hold
# Debits increase their balance: what the bank has, is owed, or has spent.
DEBIT_TYPES = (*CASH_TYPES, AccountType.BANK, AccountType.LOANS_RECEIVABLE, AccountType.WRITE_OFFS)
