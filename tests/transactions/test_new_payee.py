"""The notice of the first payment to somebody: once for each payee, for own payments to other people's accounts."""

import pytest

from tests.api_payments import deposit, open_account, reverse, transfer
from tests.browsers import LocalBrowser
from users.models import User


@pytest.fixture
def notices(mailoutbox):
    """The notices of new payees that were sent."""
    return lambda: [message for message in mailoutbox if message.subject == "First payment to a new payee"]


def test_first_transfer_to_a_payee_sends_one_mail(clock, member_client, member, funded_account, other_account, notices):
    for _ in range(2):
        assert transfer(member_client, funded_account, other_account, "1.00").status_code == 201

    (message,) = notices()
    assert message.to == [member.email]
    assert f"ends in {other_account[-4:]}." in message.body
    assert other_account not in message.body


def test_payee_that_was_paid_from_another_account_is_not_new(
    member_client, cashier_client, member, funded_account, other_account, notices
):
    transfer(member_client, funded_account, other_account, "1.00")
    second = open_account(cashier_client, member.pk)
    deposit(cashier_client, second, "10.00")
    assert transfer(member_client, second, other_account, "1.00").status_code == 201
    assert len(notices()) == 1


def test_each_payee_is_new_once(member_client, cashier_client, other_member, funded_account, other_account, notices):
    another = open_account(cashier_client, other_member.pk)
    for number in (other_account, another, other_account, another):
        assert transfer(member_client, funded_account, number, "1.00").status_code == 201
    assert len(notices()) == 2


def test_payee_whose_payment_was_reversed_is_not_new(
    member_client, manager_client, funded_account, other_account, notices
):
    posted = transfer(member_client, funded_account, other_account, "1.00").json()["id"]
    assert reverse(manager_client, posted).status_code == 201
    assert transfer(member_client, funded_account, other_account, "1.00").status_code == 201
    assert len(notices()) == 1


def test_transfer_to_an_own_account_sends_no_mail(member_client, cashier_client, member, funded_account, notices):
    own = open_account(cashier_client, member.pk)
    assert transfer(member_client, funded_account, own, "1.00").status_code == 201
    assert notices() == []


def test_transfer_by_staff_sends_no_mail(cashier_client, funded_account, other_account, notices):
    assert transfer(cashier_client, funded_account, other_account, "1.00").status_code == 201
    assert notices() == []


def test_refused_transfer_sends_no_mail_and_the_payee_stays_new(member_client, funded_account, other_account, notices):
    assert transfer(member_client, funded_account, other_account, "100000.00").status_code == 422
    assert notices() == []
    transfer(member_client, funded_account, other_account, "1.00")
    assert len(notices()) == 1


def test_replayed_transfer_sends_no_second_mail(member_client, funded_account, other_account, notices):
    for _ in range(2):
        assert transfer(member_client, funded_account, other_account, "1.00", key="one key").status_code == 201
    assert len(notices()) == 1


def test_two_members_who_pay_one_account_get_a_mail_each(
    member_client, cashier_client, other_member, member, funded_account, other_account, notices
):
    third = User.objects.create_user("third@example.com", "x", full_name="Third", role="member")
    number = open_account(cashier_client, third.pk)
    deposit(cashier_client, number, "10.00")
    third_client = LocalBrowser()
    third_client.enter(third)
    transfer(member_client, funded_account, other_account, "1.00")
    transfer(third_client, number, other_account, "1.00")
    assert [message.to for message in notices()] == [[member.email], [third.email]]
