"""What an account's state refuses."""

from core.exceptions import ApplicationError


class AccountFrozen(ApplicationError):
    """422: nothing is paid out of a frozen account."""

    status = 422
    code = "account_frozen"
    default_message = "This account is frozen."


class AccountClosed(ApplicationError):
    """422: a closed account neither pays nor takes in."""

    status = 422
    code = "account_closed"
    default_message = "This account is closed."


class AccountInUse(ApplicationError):
    """422: an active loan uses it."""

    status = 422
    code = "account_in_use"
    default_message = "This account belongs to a loan that is not repaid."


class BalanceNotZero(ApplicationError):
    """422: only an empty account is closed."""

    status = 422
    code = "balance_not_zero"
    default_message = "The account must have a zero balance and no holds."
