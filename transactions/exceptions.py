"""Errors because of banking rules."""

from django.utils.translation import gettext_lazy

from core.exceptions import ApplicationError


class InsufficientFunds(ApplicationError):
    """422: more than the available balance, which is in `details`."""

    status = 422
    code = "insufficient_funds"
    default_message = gettext_lazy("There is not enough money available on this account.")


class TillInsufficient(ApplicationError):
    """422: more than the till holds, which is in `details`."""

    status = 422
    code = "till_insufficient"
    default_message = gettext_lazy("There is not enough cash in the till.")


class VaultInsufficient(ApplicationError):
    """422: more than the vault holds, which is in `details`."""

    status = 422
    code = "vault_insufficient"
    default_message = gettext_lazy("There is not enough cash in the vault.")


class LimitExceeded(ApplicationError):
    """422: more than a member may transfer a day, or a cashier may post at a time; `details` has both figures."""

    status = 422
    code = "limit_exceeded"
    default_message = gettext_lazy("This is more than the limit allows.")


class BalanceTooLarge(ApplicationError):
    """422: more than the largest balance. Without details, because it may be another member's account."""

    status = 422
    code = "balance_too_large"
    default_message = gettext_lazy("The resulting balance exceeds the maximum.")


class SameAccount(ApplicationError):
    """422: a transfer from an account to itself."""

    status = 422
    code = "same_account"
    default_message = gettext_lazy("The two accounts are the same.")


class CurrencyMismatch(ApplicationError):
    """422: two accounts of different currencies."""

    status = 422
    code = "currency_mismatch"
    default_message = gettext_lazy("The two accounts are kept in different currencies.")


class StatementTooLong(ApplicationError):
    """422: more entries than a PDF may have; JSON and CSV allow more."""

    status = 422
    code = "statement_too_long"
    default_message = gettext_lazy(
        "A statement as PDF has at most 1000 entries. Please choose a shorter period, or CSV."
    )


class NotReversible(ApplicationError):
    """422: a reversal cannot be reversed; post the transaction again instead."""

    status = 422
    code = "not_reversible"
    default_message = gettext_lazy("A reversal cannot be reversed.")


class AlreadyReversed(ApplicationError):
    """409: a transaction is reversed at most once."""

    status = 409
    code = "already_reversed"
    default_message = gettext_lazy("This transaction has been reversed already.")
