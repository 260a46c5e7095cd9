"""The capabilities of each role, which routes, services, selectors and the staff site check."""

from enum import Enum, auto
from typing import Any

from core.authorization.roles import Role
from core.exceptions import PermissionDenied


class Capability(Enum):
    """Something that a user may be allowed to do. Which rows it covers is decided by selectors."""

    # Every role's own affairs.
    VIEW_OWN_RECORDS = auto()  # profile, accounts, transactions, loans, dashboard, sessions; quotes
    CHANGE_OWN_PROFILE = auto()  # name, phone, e-mail, password; ending own sessions
    # Members.
    TRANSFER_OWN_MONEY = auto()
    APPLY_FOR_LOAN = auto()  # and withdraw the application
    REPAY_OWN_LOAN = auto()
    # The counter.
    USE_STAFF_SITE = auto()
    VIEW_MEMBERS = auto()
    VIEW_ALL_ACCOUNTS = auto()
    VIEW_ALL_TRANSACTIONS = auto()
    VIEW_ALL_LOANS = auto()
    ENROL_MEMBER = auto()
    OPEN_ACCOUNT = auto()
    PROCESS_CASH = auto()
    TRANSFER_FOR_MEMBERS = auto()
    TAKE_LOAN_REPAYMENT = auto()
    DISBURSE_LOAN = auto()
    # Managers.
    VIEW_EVERYBODY = auto()  # staff too
    VIEW_LEDGER = auto()  # the bank's own accounts, single entries, the rows of loans in the staff site
    VIEW_REPORTS = auto()
    VIEW_AUDIT_LOG = auto()
    VIEW_MAIL_QUEUE = auto()  # in the staff site: recipients and states, never texts
    CHANGE_ACCOUNT_STATUS = auto()
    REVERSE_TRANSACTION = auto()
    EXCEED_CASHIER_LIMIT = auto()
    MANAGE_CASH = auto()  # the vault and everybody's tills
    DECIDE_ON_LOAN = auto()
    WRITE_OFF_LOAN = auto()
    MANAGE_LOAN_PRODUCTS = auto()
    CHANGE_PEOPLE = auto()  # members and cashiers
    APPOINT_CASHIER = auto()
    MANAGE_ALL_SESSIONS = auto()
    # The administrator.
    CHANGE_MANAGERS = auto()
    APPOINT_MANAGER = auto()


_OWN = frozenset({Capability.VIEW_OWN_RECORDS, Capability.CHANGE_OWN_PROFILE})
_COUNTER = frozenset(
    {
        Capability.USE_STAFF_SITE,
        Capability.VIEW_MEMBERS,
        Capability.VIEW_ALL_ACCOUNTS,
        Capability.VIEW_ALL_TRANSACTIONS,
        Capability.VIEW_ALL_LOANS,
        Capability.ENROL_MEMBER,
        Capability.OPEN_ACCOUNT,
        Capability.PROCESS_CASH,
        Capability.TRANSFER_FOR_MEMBERS,
        Capability.TAKE_LOAN_REPAYMENT,
        Capability.DISBURSE_LOAN,
    }
)
CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.MEMBER: _OWN | {Capability.TRANSFER_OWN_MONEY, Capability.APPLY_FOR_LOAN, Capability.REPAY_OWN_LOAN},
    Role.CASHIER: _OWN | _COUNTER,
    Role.MANAGER: _OWN
    | _COUNTER
    | {
        Capability.VIEW_EVERYBODY,
        Capability.VIEW_LEDGER,
        Capability.VIEW_REPORTS,
        Capability.VIEW_AUDIT_LOG,
        Capability.VIEW_MAIL_QUEUE,
        Capability.CHANGE_ACCOUNT_STATUS,
        Capability.REVERSE_TRANSACTION,
        Capability.EXCEED_CASHIER_LIMIT,
        Capability.MANAGE_CASH,
        Capability.DECIDE_ON_LOAN,
        Capability.WRITE_OFF_LOAN,
        Capability.MANAGE_LOAN_PRODUCTS,
        Capability.CHANGE_PEOPLE,
        Capability.APPOINT_CASHIER,
        Capability.MANAGE_ALL_SESSIONS,
    },
}
ADMINISTRATOR = frozenset({Capability.CHANGE_MANAGERS, Capability.APPOINT_MANAGER})
_NONE: frozenset[Capability] = frozenset()


def capabilities_of(user: Any) -> frozenset[Capability]:
    """The capabilities of the user's role, and of the administrator: a superuser with the role `manager`.

    None for inactive and anonymous users, and for a role that is not in `CAPABILITIES`, superuser or not.
    """
    if not user.is_active:
        return _NONE
    granted = CAPABILITIES.get(user.role, _NONE)
    return granted | ADMINISTRATOR if is_administrator(user) else granted


def is_administrator(user: Any) -> bool:
    """Whether the user is the administrator; the superuser flag alone grants no capability."""
    return bool(user.is_superuser) and user.role == Role.MANAGER


def has_capability(user: Any, capability: Capability) -> bool:
    """Whether the user may do this."""
    return capability in capabilities_of(user)


def require_capability(user: Any, capability: Capability) -> None:
    """Raises PermissionDenied where the user may not do this."""
    if not has_capability(user, capability):
        raise PermissionDenied


def roles_with(capability: Capability) -> list[Role]:
    """The roles that have a capability, for queries about people."""
    return [role for role, granted in CAPABILITIES.items() if capability in granted]
