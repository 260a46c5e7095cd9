"""The kinds of account: what a member may hold, and the bank's own chart."""

from django.db.models import TextChoices


class AccountType(TextChoices):
    """A customer's two, then the bank's own, which nobody but the ledger sees."""

    SAVINGS = "savings", "Savings"
    CURRENT = "current", "Current"
    TILL = "till", "Till"
    VAULT = "vault", "Vault"
    LOANS_RECEIVABLE = "loans_receivable", "Loans receivable"
    INTEREST_INCOME = "interest_income", "Interest income"
    FEE_INCOME = "fee_income", "Fee income"
    WRITE_OFFS = "write_offs", "Loans written off"
    EQUITY = "equity", "Equity"


class Status(TextChoices):
    """A frozen account takes in but pays nothing out; a closed one does neither."""

    ACTIVE = "active", "Active"
    FROZEN = "frozen", "Frozen"
    CLOSED = "closed", "Closed"


CUSTOMER_TYPES = (AccountType.SAVINGS, AccountType.CURRENT)
