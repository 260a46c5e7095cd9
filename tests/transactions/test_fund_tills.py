"""Tills that an earlier release let pay out more than they held: reported, and funded by a command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from audit.models import AuditEvent
from tests.api_payments import deposit, withdraw
from tests.cash import put_cash_in_vault
from tests.transactions.assertions import row_counts
from transactions.ledger import posting
from transactions.ledger.cash import cash_held
from transactions.ledger.integrity import find_inconsistency
from transactions.models import Transaction


@pytest.fixture
def negative_till(monkeypatch, cashier_client, cashier, account):
    """The till of the cashier with -300.00, as an earlier release would have left it."""
    Account.objects.filter(number=account).update(overdraft=300_00)
    with monkeypatch.context() as patch:
        patch.setattr(posting, "check_cash", lambda _: None)
        assert withdraw(cashier_client, account, "300.00").status_code == 201
    return Account.objects.get(cashier=cashier)


def fund(*options):
    out = StringIO()
    call_command("fund_tills", *options, stdout=out)
    return out.getvalue()


def test_negative_till_is_reported_as_an_inconsistency(negative_till):
    assert find_inconsistency() == (
        f"Account {negative_till.number} of the bank: it has paid out more cash than it held. "
        "A till is funded by `manage.py fund_tills`."
    )


def test_negative_till_pays_out_nothing_and_takes_cash_in(negative_till, cashier_client, account):
    response = withdraw(cashier_client, account, "0.01")
    assert (response.status_code, response.json()["code"]) == (422, "insufficient_funds")
    Account.objects.filter(number=account).update(overdraft=400_00)
    response = withdraw(cashier_client, account, "0.01")
    assert response.json()["code"] == "till_insufficient"
    assert response.json()["details"] == {"available": "0.00"}
    assert deposit(cashier_client, account, "1.00").status_code == 201
    assert cash_held(negative_till) == -299_00


@pytest.mark.parametrize(("options", "kind"), [([], "capital"), (["--account", "bank"], "bank_cash")])
def test_command_funds_a_negative_till_through_the_vault_until_it_is_empty(
    negative_till, cashier, manager, options, kind
):
    put_cash_in_vault(20_00)
    out = fund("--manager", manager.email, *options)

    assert out == f"Till of Carla Cashier ({negative_till.number}): 300.00 USD\n1 tills funded\n"
    assert (cash_held(negative_till), cash_held(Account.objects.get(code="vault"))) == (0, 20_00)
    assert find_inconsistency() is None
    posted = Transaction.objects.order_by("-pk")[:2]
    assert [(row.kind, row.money(), row.created_by_id) for row in posted] == [
        ("cash_transfer", "300.00", manager.pk), (kind, "300.00", manager.pk)
    ]  # fmt: skip
    event = AuditEvent.objects.get(event="till_funded")
    assert (event.user_id, event.actor_id, event.details["amount"]) == (cashier.pk, manager.pk, "300.00")


def test_command_does_nothing_the_second_time(negative_till, manager):
    fund("--manager", manager.email)
    before = row_counts()
    assert fund("--manager", manager.email) == "0 tills funded\n"
    assert row_counts() == before


def test_command_leaves_tills_with_cash_alone(cashier_client, account, manager):
    deposit(cashier_client, account, "5.00")
    assert fund("--manager", manager.email) == "0 tills funded\n"


@pytest.mark.parametrize(
    ("email", "message"), [("nobody@bank.com", "does not exist"), ("cashier@bank.com", "may not move cash")]
)
def test_command_refuses_somebody_who_is_not_a_manager(negative_till, email, message):
    before = row_counts()
    with pytest.raises(CommandError, match=message):
        fund("--manager", email)
    assert row_counts() == before
