"""What a user sees before confirming a request, made from the bank's rows, and how operations declare it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from audit.events import Event
from confirmations.exceptions import ConfirmationRequired
from core.api.step_up import StepUp

CONFIRMATION_HEADER = OpenApiParameter(
    "Confirmation", {"type": "string", "format": "uuid"}, OpenApiParameter.HEADER,
    description="The id of a confirmation of this request (`/api/confirmations/`), after `step_up_required`.",
)  # fmt: skip


@dataclass(frozen=True)
class Party:
    """An account and the name of its holder, as the caller may see it."""

    number: str
    name: str


@dataclass(frozen=True)
class TransactionFacts:
    """The transaction that is reversed; without an account where that side is the bank's."""

    id: int
    kind: str
    from_account: Party | None
    to_account: Party | None


@dataclass(frozen=True)
class LoanFacts:
    """The loan that is repaid or written off."""

    id: int
    borrower: str


@dataclass(frozen=True)
class PersonFacts:
    """The person who is changed."""

    id: int
    full_name: str
    email: str


@dataclass(frozen=True)
class RoleChange:
    """A change of role."""

    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """Whose data a summary shows to staff, for the audit log."""

    event: Event
    user_ids: tuple[int | None, ...]
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """The facts of a request; those that it does not have are None. `shown` is not part of the response."""

    amount: str | None = None
    currency: str | None = None
    from_account: Party | None = None
    payee: Party | None = None
    transaction: TransactionFacts | None = None
    loan: LoanFacts | None = None
    person: PersonFacts | None = None
    role: RoleChange | None = None
    shown: Shown | None = field(default=None, compare=False)


def confirmed_with(summarize: Callable[..., Summary]) -> StepUp:
    """Declares that an operation may need a confirmation, and how a request to it is summarized."""
    return StepUp(summarize, raises=(ConfirmationRequired,), parameters=(CONFIRMATION_HEADER,))


def summary_fields(summary: Summary) -> dict[str, Any]:
    """The fields of the response that the summary has."""
    return {name: value for name, value in vars(summary).items() if value is not None and name != "shown"}
