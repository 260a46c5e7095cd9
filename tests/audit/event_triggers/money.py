"""Events of accounts and payments."""

from django.core.management import call_command
from django.test import TestCase, override_settings

from accounts.models import Account
from tests.api_payments import (
    count_till,
    deposit,
    fund_till,
    open_account,
    pay_out_cash,
    receive_cash,
    return_cash,
    reverse,
    transfer,
    withdraw,
)
from transactions.models import Transaction


def account_opened(scenario):
    open_account(scenario.signed_in(scenario.cashier), scenario.member.pk)
    return scenario.member, scenario.cashier


def account_frozen(scenario, change="freeze"):
    number = open_account(scenario.signed_in(scenario.cashier), scenario.member.pk)
    scenario.signed_in(scenario.manager).post(f"/api/accounts/{number}/{change}/", {"reason": "asked for"})
    return scenario.member, scenario.manager


def account_unfrozen(scenario):
    account_frozen(scenario)
    scenario.signed_in(scenario.manager).post(
        f"/api/accounts/{Account.objects.get(owner=scenario.member)}/unfreeze/", {"reason": "ok"}
    )
    return scenario.member, scenario.manager


def account_closed(scenario):
    return account_frozen(scenario, "close")


def deposit_posted(scenario):
    cashier_client = scenario.signed_in(scenario.cashier)
    deposit(cashier_client, open_account(cashier_client, scenario.member.pk), "10.00")
    return scenario.member, scenario.cashier


def withdrawal_posted(scenario):
    deposit_posted(scenario)
    withdraw(scenario.signed_in(scenario.cashier), str(Account.objects.get(owner=scenario.member)), "2.50")
    return scenario.member, scenario.cashier


def transfer_posted(scenario):
    deposit_posted(scenario)
    target = open_account(scenario.signed_in(scenario.cashier), scenario.other_member.pk)
    transfer(scenario.signed_in(scenario.member), str(Account.objects.get(owner=scenario.member)), target, "2.50")
    return scenario.member, scenario.member


def transaction_reversed(scenario):
    deposit_posted(scenario)
    reverse(scenario.signed_in(scenario.manager), Transaction.objects.get().pk)
    return scenario.member, scenario.manager


def time_zone_set(_):
    zone = override_settings(BANK_TIME_ZONE="Africa/Nairobi")
    with zone, TestCase.captureOnCommitCallbacks(execute=True):
        call_command("set_time_zone")
    return None, None


def vault_received(scenario):
    receive_cash(scenario.signed_in(scenario.manager), "500.00")
    return None, scenario.manager


def vault_paid_out(scenario):
    vault_received(scenario)
    pay_out_cash(scenario.signed_in(scenario.manager), "100.00")
    return None, scenario.manager


def till_funded(scenario):
    vault_received(scenario)
    fund_till(scenario.signed_in(scenario.manager), scenario.cashier.pk, "200.00")
    return scenario.cashier, scenario.manager


def till_returned(scenario):
    till_funded(scenario)
    return_cash(scenario.signed_in(scenario.manager), scenario.cashier.pk, "50.00")
    return scenario.cashier, scenario.manager


def till_counted(scenario):
    count_till(scenario.signed_in(scenario.cashier), scenario.cashier.pk, "1.00")
    return scenario.cashier, scenario.cashier


def payment_refused(scenario):
    deposit_posted(scenario)
    withdraw(scenario.signed_in(scenario.cashier), str(Account.objects.get(owner=scenario.member)), "11.00")
    return scenario.cashier, scenario.cashier
