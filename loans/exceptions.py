"""Errors because of the terms or the state of a loan."""

from django.utils.translation import gettext_lazy

from core.exceptions import ApplicationError


class AlreadyDecided(ApplicationError):
    """409: the state of the loan does not allow a decision any more."""

    status = 409
    code = "already_decided"
    default_message = gettext_lazy("This loan has been decided already.")


class NotApproved(ApplicationError):
    """422: only an approved loan is disbursed."""

    status = 422
    code = "loan_not_approved"
    default_message = gettext_lazy("Only an approved loan can be disbursed.")


class FirstDueDatePassed(ApplicationError):
    """422: the first due date that was applied for is not after the disbursement."""

    status = 422
    code = "first_due_date_passed"
    default_message = gettext_lazy("The first due date of this loan has passed. Please apply again.")


class SecondPersonRequired(ApplicationError):
    """403: the person who approved a loan does not disburse it (`LOAN_FOUR_EYES`)."""

    status = 403
    code = "second_person_required"
    default_message = gettext_lazy("The person who approved this loan cannot disburse it.")


class NotActive(ApplicationError):
    """422: only an active loan is repaid or written off."""

    status = 422
    code = "loan_not_active"
    default_message = gettext_lazy("This loan is not active.")


class Overpayment(ApplicationError):
    """422: more than the settlement amount of today, which is in the message and in `details`."""

    status = 422
    code = "overpayment"
    default_message = gettext_lazy("This is more than would settle the loan.")


class RepaymentsStand(ApplicationError):
    """422: a posting of a loan is reversed only after later postings that rely on it."""

    status = 422
    code = "not_reversible"
    default_message = gettext_lazy("Reverse the repayments of this loan first.")


class InstalmentTooSmall(ApplicationError):
    """422: with these terms the debt would grow: the first period is too long for an instalment like the others."""

    status = 422
    code = "instalment_too_small"
    default_message = gettext_lazy(
        "On these terms an instalment would not cover the interest. "
        "Please choose an earlier first due date or a shorter term."
    )
