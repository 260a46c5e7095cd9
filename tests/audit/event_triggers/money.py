"""The events of accounts and of payments."""

from accounts.models import Account
from tests.api_payments import deposit, open_account, reverse, transfer, withdraw
from transactions.models import Transaction


def account_opened(on):
    open_account(on.signed_in(on.cashier), on.member.pk)
    return on.member, on.cashier


def account_frozen(on, change="freeze"):
    number = open_account(on.signed_in(on.cashier), on.member.pk)
    on.signed_in(on.manager).post(f"/api/accounts/{number}/{change}/", {"reason": "asked for"})
    return on.member, on.manager


def account_unfrozen(on):
    account_frozen(on)
    on.signed_in(on.manager).post(f"/api/accounts/{Account.objects.get(owner=on.member)}/unfreeze/", {"reason": "ok"})
    return on.member, on.manager


def account_closed(on):
    return account_frozen(on, "close")


def deposit_posted(on):
    counter = on.signed_in(on.cashier)
    deposit(counter, open_account(counter, on.member.pk), "10.00")
    return on.member, on.cashier


def withdrawal_posted(on):
    deposit_posted(on)
    withdraw(on.signed_in(on.cashier), str(Account.objects.get(owner=on.member)), "2.50")
    return on.member, on.cashier


def transfer_posted(on):
    deposit_posted(on)
    target = open_account(on.signed_in(on.cashier), on.other_member.pk)
    transfer(on.signed_in(on.member), str(Account.objects.get(owner=on.member)), target, "2.50")
    return on.member, on.member


def transaction_reversed(on):
    deposit_posted(on)
    reverse(on.signed_in(on.manager), Transaction.objects.get().pk)
    return on.member, on.manager


def payment_refused(on):
    deposit_posted(on)
    withdraw(on.signed_in(on.cashier), str(Account.objects.get(owner=on.member)), "11.00")
    return on.cashier, on.cashier
