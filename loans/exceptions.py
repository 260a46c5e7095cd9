"""What a loan's terms or state refuse."""

from core.exceptions import Refusal


class AlreadyDecided(Refusal):
    """409: somebody was first, or the loan has moved on."""

    status = 409
    code = "already_decided"
    sentence = "This loan has been decided already."


class NotApproved(Refusal):
    """422: only an approved loan is disbursed."""

    status = 422
    code = "loan_not_approved"
    sentence = "Only an approved loan can be disbursed."


class NotActive(Refusal):
    """422: nothing is owed on it."""

    status = 422
    code = "loan_not_active"
    sentence = "Nothing is owed on this loan."


class Overpayment(Refusal):
    """422: more than would settle the loan today; sentence and `details` say how much would."""

    status = 422
    code = "overpayment"
    sentence = "This is more than would settle the loan."


class RepaymentsStand(Refusal):
    """422: a disbursement is reversed only after the repayments that followed it."""

    status = 422
    code = "not_reversible"
    sentence = "Reverse the repayments of this loan first."


class InstalmentTooSmall(Refusal):
    """422: on these terms the debt would grow."""

    status = 422
    code = "instalment_too_small"
    sentence = "On these terms the instalment would not cover the interest."
