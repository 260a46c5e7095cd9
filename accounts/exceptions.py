"""Errors because of the state of an account."""

from django.utils.translation import gettext_lazy

from core.exceptions import ApplicationError


class AccountFrozen(ApplicationError):
    """422: a frozen account cannot be debited."""

    status = 422
    code = "account_frozen"
    default_message = gettext_lazy("This account is frozen.")


class AccountClosed(ApplicationError):
    """422: a closed account can be neither debited nor credited."""

    status = 422
    code = "account_closed"
    default_message = gettext_lazy("This account is closed.")


class AccountInUse(ApplicationError):
    """422: an active loan uses it."""

    status = 422
    code = "account_in_use"
    default_message = gettext_lazy("This account belongs to a loan that is not repaid.")


class BalanceNotZero(ApplicationError):
    """422: only an account with a zero balance can be closed."""

    status = 422
    code = "balance_not_zero"
    default_message = gettext_lazy("The account must have a zero balance and no holds.")
