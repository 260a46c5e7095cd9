"""Reversals, write-offs, changes of role and removals of factors: each is confirmed by staff who have a factor."""

import pytest

from audit.events import Event
from audit.models import AuditEvent
from confirmations.models import Confirmation
from factors.models import TotpDevice
from loans.models import Loan
from tests.confirmed_requests import ApiCall, confirmed, create, reversal_call, role_call, send
from tests.loan_factories import create_loan
from tests.second_factors import expect, give_totp, take_all
from transactions.models import Transaction
from users.models import User


@pytest.fixture
def deposit_id(funded):
    return Transaction.objects.get(kind="deposit").pk


@pytest.fixture
def loan(clock, funded, member, second_manager, cashier):
    return create_loan(member, funded, "active", decided_by=second_manager, paid_out_by=cashier)


@pytest.fixture
def write_off(loan):
    return ApiCall("POST", f"/api/loans/{loan.pk}/write-off/", {"reason": "bankrupt"}, "w-1")


@pytest.fixture
def removal(member):
    """The removal of the factors of the member, who has one."""
    give_totp(member)
    return ApiCall("DELETE", f"/api/users/{member.pk}/factors/")


def refusals():
    return [row.details["route"] for row in AuditEvent.objects.filter(event=Event.CONFIRMATION_REFUSED)]


def test_reversal_is_confirmed(manager_client, manager_secret, deposit_id):
    call = reversal_call(deposit_id)
    expect(send(manager_client, call), 401, "step_up_required")
    assert not Transaction.objects.filter(kind="reversal").exists()
    expect(send(manager_client, call, confirmed(manager_client, call, manager_secret)), 201)


def test_reversal_with_another_reason_is_refused(manager_client, manager_secret, deposit_id):
    confirmation = confirmed(manager_client, reversal_call(deposit_id, key="r-1"), manager_secret)
    call = reversal_call(deposit_id, reason="entered  twice", key="r-1")
    expect(send(manager_client, call, confirmation), 401, "step_up_required")
    assert not Transaction.objects.filter(kind="reversal").exists()
    assert refusals() == ["/api/transactions/<bounded:transaction_id>/reverse/"]


@pytest.mark.parametrize("confirmation", ["", "x", "0" * 32, "-" * 36])
@pytest.mark.parametrize("has_factor", [True, False])
def test_header_that_cannot_be_an_id_is_refused(
    manager_client, manager, manager_secret, deposit_id, has_factor, confirmation
):
    if not has_factor:
        take_all(manager)
    expect(send(manager_client, reversal_call(deposit_id), confirmation), 401, "step_up_required")
    assert not Transaction.objects.filter(kind="reversal").exists()
    assert refusals() == ["/api/transactions/<bounded:transaction_id>/reverse/"]


def test_manager_without_a_factor_reverses_as_before(manager_client, manager, deposit_id):
    take_all(manager)
    expect(send(manager_client, reversal_call(deposit_id)), 201)


def test_write_off_is_confirmed(manager_client, manager_secret, loan, write_off):
    expect(send(manager_client, write_off), 401, "step_up_required")
    confirmation = confirmed(manager_client, write_off, manager_secret)
    expect(send(manager_client, write_off, confirmation), 201)
    assert Loan.objects.get().status == "written_off"


def test_summary_of_a_write_off_shows_the_outstanding_principal_and_the_borrower(manager_client, loan, write_off):
    assert expect(create(manager_client, write_off), 201)["summary"] == {
        "amount": "1000.00",
        "currency": "USD",
        "loan": {"id": loan.pk, "borrower": "Maria Member"},
    }


def test_change_of_role_is_confirmed(manager_client, manager_secret, member):
    call = role_call(member, "cashier")
    expect(send(manager_client, call), 401, "step_up_required")
    member.refresh_from_db()
    assert member.role == "member"
    expect(send(manager_client, call, confirmed(manager_client, call, manager_secret)), 200)


def test_change_without_a_role_is_not_confirmed(manager_client, member):
    path = f"/api/users/{member.pk}/"
    expect(manager_client.patch(path, {"full_name": "Maria Miller"}), 200)
    expect(manager_client.patch(path, {"role": "member", "phone": "+1 555 0100"}), 200)


def test_confirmation_of_a_change_of_role_works_once(manager_client, manager_secret, member, clock):
    call = role_call(member, "cashier")
    confirmation = confirmed(manager_client, call, manager_secret)
    expect(send(manager_client, call, confirmation), 200)
    User.objects.filter(pk=member.pk).update(role="member")

    expect(send(manager_client, call, confirmation), 401, "step_up_required")

    assert AuditEvent.objects.filter(event=Event.ROLE_CHANGED).count() == 1
    assert refusals() == ["/api/users/<bounded:user_id>/"]


def test_confirmation_for_another_person_is_refused(manager_client, manager_secret, member, other_member):
    confirmation = confirmed(manager_client, role_call(member, "cashier"), manager_secret)
    expect(send(manager_client, role_call(other_member, "cashier"), confirmation), 401, "step_up_required")


def test_confirmation_of_another_method_is_refused(manager_client, manager_secret, removal, member):
    confirmation = confirmed(manager_client, removal, manager_secret)
    expect(send(manager_client, role_call(member, "cashier"), confirmation), 401, "step_up_required")
    assert Confirmation.objects.exists()


def test_removal_of_factors_is_confirmed(manager_client, manager_secret, removal, member):
    expect(send(manager_client, removal), 401, "step_up_required")
    assert TotpDevice.objects.filter(user_id=member.pk).exists()
    expect(send(manager_client, removal, confirmed(manager_client, removal, manager_secret)), 204)
    assert not TotpDevice.objects.filter(user_id=member.pk).exists()


def test_confirmation_of_a_removal_works_once(manager_client, manager_secret, removal, member):
    confirmation = confirmed(manager_client, removal, manager_secret)
    expect(send(manager_client, removal, confirmation), 204)
    give_totp(member)
    expect(send(manager_client, removal, confirmation), 401, "step_up_required")
    assert TotpDevice.objects.filter(user_id=member.pk).exists()
