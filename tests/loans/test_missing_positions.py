"""Positions that a server of an earlier release has not written are filled, by its rules."""

from datetime import date

from django.core.management import call_command

from loans.models import Loan, LoanEvent, Repayment
from loans.portfolio import portfolio_on
from tests.loans.loan_helpers import post_repayment, post_reversal, post_write_off

POSITION = {"booked_at": None, "day": None, "outstanding": None, "oldest_due": None}


def test_positions_of_a_loan_of_an_earlier_release_are_filled_once(clock, make_loan, cashier, manager, capsys):
    clock.move_to("2026-03-01T09:00:00Z")
    loan = make_loan("active", amount=12_000_00, months=4)
    clock.move_to("2026-04-01T09:00:00Z")
    wrong = post_repayment(loan, 3151_49, cashier)
    post_reversal(wrong, manager)
    post_repayment(loan, 3151_49, cashier)
    clock.move_to("2026-05-05T09:00:00Z")
    post_write_off(loan, manager)
    days = [date(2026, month, day) for month, day in [(2, 28), (3, 31), (4, 1), (5, 4), (5, 5)]]
    expected = [portfolio_on(day) for day in days]
    assert [len(each.loans) for each in expected] == [0, 1, 1, 1, 0]
    LoanEvent.objects.all().delete()
    Repayment.objects.update(by_instalments=True, **POSITION)
    Loan.objects.update(disbursed_on=None)

    for count in (1, 0):
        call_command("fill_loan_positions")
        assert capsys.readouterr().out == f"Positions were written for {count} loans.\n"

        assert [portfolio_on(day) for day in days] == expected
    assert Loan.objects.get().disbursed_on == date(2026, 3, 1)
    assert LoanEvent.objects.count() == 3  # disbursement, reversal, write-off


def test_positions_of_a_reversed_disbursement_and_write_off_are_filled_from_the_audit_log(
    clock, make_loan, cashier, manager
):
    clock.move_to("2026-03-01T09:00:00Z")
    loan = make_loan("active", amount=12_000_00, months=4)
    disbursement = loan.disbursement
    clock.move_to("2026-05-05T09:00:00Z")
    lost = post_write_off(loan, manager)
    clock.move_to("2026-05-07T09:00:00Z")
    post_reversal(lost, manager)
    clock.move_to("2026-05-09T09:00:00Z")
    post_reversal(disbursement, manager)
    days = [date(2026, 3, 31), *(date(2026, 5, day) for day in range(4, 11))]
    expected = [portfolio_on(day) for day in days]
    assert [len(each.loans) for each in expected] == [1, 1, 0, 0, 1, 1, 0, 0]
    LoanEvent.objects.all().delete()

    call_command("fill_loan_positions")

    assert [portfolio_on(day) for day in days] == expected
