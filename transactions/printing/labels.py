"""The language of printed documents: their labels and dates.

The labels of the enumerations stay in English, because names of accounts are made from some and stored. Arabic has no
documents of its own: a page from right to left needs another layout, so readers of Arabic get the English one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, gettext_lazy

from accounts.enums import CUSTOMER_TYPES, AccountType
from transactions.enums import TransactionType

ACCOUNT_TYPES = {AccountType.SAVINGS: gettext_lazy("Savings"), AccountType.CURRENT: gettext_lazy("Current")}
TRANSACTION_TYPES = {
    TransactionType.DEPOSIT: gettext_lazy("Deposit"),
    TransactionType.WITHDRAWAL: gettext_lazy("Withdrawal"),
    TransactionType.TRANSFER: gettext_lazy("Transfer"),
    TransactionType.REVERSAL: gettext_lazy("Reversal"),
    TransactionType.LOAN_DISBURSEMENT: gettext_lazy("Loan disbursement"),
    TransactionType.LOAN_REPAYMENT: gettext_lazy("Loan repayment"),
    TransactionType.LOAN_WRITE_OFF: gettext_lazy("Loan written off"),
    TransactionType.LOAN_RECOVERY: gettext_lazy("Recovery of a loan written off"),
    TransactionType.FEE: gettext_lazy("Fee"),
    TransactionType.INTEREST: gettext_lazy("Interest"),
    TransactionType.CASH_TRANSFER: gettext_lazy("Cash transfer"),
    TransactionType.CASH_DIFFERENCE: gettext_lazy("Cash over or short"),
    TransactionType.CAPITAL: gettext_lazy("Capital"),
    TransactionType.BANK_CASH: gettext_lazy("Cash at the bank"),
}


@contextmanager
def printed_language() -> Iterator[None]:
    """The language of a document: that of the request, or English where its script is written from right to left."""
    if translation.get_language_bidi():
        with translation.override(settings.LANGUAGE_CODE):
            yield
    else:
        yield


def printed_day(day: date | datetime) -> str:
    """`01 Mar 2026`."""
    return format_date(day, "d M Y")


def account_type(kind: str) -> str:
    """The type of a customer's account; that of an account of the bank in English."""
    named = AccountType(kind)
    return str(ACCOUNT_TYPES[named]) if named in CUSTOMER_TYPES else str(named.label)


def transaction_type(kind: str) -> str:
    """The type of a transaction."""
    return str(TRANSACTION_TYPES[TransactionType(kind)])


def page_count(number: int, pages: int) -> str:
    """`Page 1 of 3`."""
    return gettext("Page %(number)s of %(pages)s") % {"number": number, "pages": pages}
