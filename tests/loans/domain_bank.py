"""Plays the steps of a loan's life on the pure domain code, without HTTP and database: hundreds of lives take seconds.

What only the ledger knows is left out of the snapshot.
"""

from datetime import date
from decimal import Decimal

from loans.domain.apr import loan_apr
from loans.domain.day_count import add_months
from loans.domain.incoming import ExceedsDebt, split_payment
from loans.domain.payoff import payoff
from loans.domain.replay import replay
from loans.domain.schedule import schedule_of
from loans.domain.terms import Terms
from loans.rows import BookedPayment
from loans.state import debt_on
from tests.loans.api_bank import money
from tests.loans.model.calendar import Day
from tests.loans.model.compare import ShownPayment, ShownPayoff, ShownRow, Snapshot
from tests.loans.model.projection import Due, Overdue


class DomainBank:
    """One loan; `play_life` calls its methods."""

    def open(self, terms):
        """Computes the schedule; returns the quote as the API shows it."""
        self.terms = _terms(terms)
        self.rows = schedule_of(self.terms)
        self.payments, self.today = [], self.terms.disbursed_on
        self.is_repaid = self.is_written_off = False
        interest = sum(row.interest for row in self.rows)
        first = self.rows[min(terms.grace, len(self.rows) - 1)]
        return {
            "instalment": money(first.total),
            "last_instalment": money(self.rows[-1].total),
            "total_interest": money(interest),
            "total_fees": money(terms.disbursement_fee),
            "total_payable": money(terms.amount + interest + terms.disbursement_fee),
            "apr": str(loan_apr(self.terms, self.rows)),
            "schedule": [_quoted_row(row) for row in self.rows],
        }

    def go_to(self, day):
        self.today = date(*day)

    def on(self, day):
        """The loan at the end of a day, as `LoanState.on` computes it."""
        payments = [payment.as_of(day) for payment in self.payments if payment.day <= day]
        return replay(self.terms, self.rows, payments).at(day)

    def repay(self, amount):
        """Takes a payment; None settles. Returns None, or the payoff if the payment is more than is owed."""
        running = self.on(self.today)
        try:
            split = split_payment(running, amount)
        except ExceedsDebt as exc:
            return exc.payoff
        self.is_repaid = split == payoff(running)
        self.payments.append(BookedPayment(self.today, split))
        return None

    def settle(self):
        self.repay(None)

    def reverse(self, place):
        """Reverses the payment that was booked in this place."""
        booked = self.payments[place]
        self.payments[place] = BookedPayment(booked.day, booked.split, self.today)
        self.is_repaid = False

    def write_off(self):
        self.is_written_off = True

    def reverse_write_off(self):
        self.is_written_off = False

    def recover(self, amount):
        """A recovery changes nothing but the ledger."""

    @property
    def standing(self):
        """The payments that are not reversed."""
        return [payment.split for payment in self.payments if payment.reversed_on is None]

    def broken_money_rules(self):
        """The rules about sums that do not hold today, whatever the payments were allocated to."""
        loan, standing = self.on(self.today), self.standing
        owed = payoff(loan)
        rules = {
            "principal": owed.principal == self.terms.amount - sum(split.principal for split in standing),
            "interest": owed.interest == loan.accrual.total - sum(split.interest for split in standing),
            "not negative": min(owed.principal, owed.interest, owed.penalties) >= 0,
            "rows": sum(row.left for row in loan.rows() if row.left > 0) >= owed.total - owed.fees,
            "repaid": not self.is_repaid or owed.total == 0,
        }
        return [rule for rule, holds in rules.items() if not holds]

    def read(self, parts, later):
        """What the product shows; all parts, because they cost nothing here."""
        running = self.on(self.today)
        outstanding = self.terms.amount - sum(split.principal for split in self.standing)
        debt = debt_on(running)
        status = "written_off" if self.is_written_off else "repaid" if self.is_repaid else "active"
        shown = {}
        if status == "active":
            shown["payoff"] = _payoff(debt.payoff)
            shown["later_payoff"] = later, _payoff(payoff(self.on(date(*later))))
        return Snapshot(
            status,
            0 if self.is_written_off else outstanding,
            sum(split.interest for split in self.standing),
            _next_due(debt.next_due),
            _overdue(debt.overdue),
            schedule=[_row(row, self.today, is_settled=status == "repaid") for row in debt.schedule],
            payments=[ShownPayment(s.total, s.principal, s.interest, s.fees, s.penalties) for s in self.standing],
            **shown,
        )


def _terms(terms):
    """The terms of the product, from those of the model."""
    rate, disbursed_on = terms.annual_rate, date(*terms.disbursed_on)
    return Terms(
        amount=terms.amount,
        annual_rate=Decimal(rate.numerator) / Decimal(rate.denominator),
        term_months=terms.months,
        method=terms.method,
        day_count=terms.day_count,
        instalment_multiple=terms.multiple,
        principal_grace_months=terms.grace,
        disbursed_on=disbursed_on,
        first_due_date=date(*terms.first_due) if terms.first_due else add_months(disbursed_on, 1),
        anchor_day=(terms.first_due or terms.disbursed_on).day,
        prepayment=terms.prepayment,
        overdue_interest=terms.overdue_interest,
        late_fee=terms.late_fee,
        late_fee_after_days=terms.late_fee_after_days,
        disbursement_fee=terms.disbursement_fee,
    )


def _quoted_row(row):
    amounts = {part: money(getattr(row, part)) for part in ("principal", "interest", "total")}
    return {"due_date": str(row.due_date), **amounts}


def _day(day):
    return Day(day.year, day.month, day.day)


def _payoff(split):
    return ShownPayoff(split.principal, split.interest, split.fees, split.penalties, split.total)


def _next_due(row):
    return row and Due(_day(row.due_date), row.left)


def _overdue(late):
    return late and Overdue(_day(late.since), late.days_late, late.instalments, late.amount)


def _row(row, today, *, is_settled):
    status = "paid" if is_settled or not row.left else "late" if row.due_date < today else "upcoming"
    return ShownRow(
        row.number, _day(row.due_date), row.principal, row.interest, row.total, row.balance_after, row.paid, status
    )
