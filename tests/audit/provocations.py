"""How each security event comes about: one function a kind; it returns whom the event concerns and who did it."""

from django.core.management import call_command
from django.test import TestCase

from accounts.models import Account
from audit.events import Event
from loans.models import Product
from tests.admin.pages import AdminBrowser
from tests.audit.stage import ADDRESS
from tests.counter import a_key, deposit, open_account, reverse, transfer, withdraw
from tests.hashers import PASSWORD
from tests.lending import PRODUCT, a_product, lend
from tests.users.links import NEW, ask, confirm_email, confirm_registration, follow, link_in
from transactions.models import Transaction
from users.authentication.commands import record_created
from users.models import User
from users.notifications import link_for

WRONG = "a wrong password"
NEWCOMER = {"email": "newcomer@example.com", "full_name": "Nora Newcomer"}


def login_succeeded(on):
    on.signed_in(on.member)
    return on.member, on.member


def login_failed(on):
    on.browser().log_in(on.member.email, WRONG)
    return on.member, None


def login_blocked(on):
    on.signed_in(on.member).log_in(on.stranger.email)
    return on.stranger, on.stranger


def login_throttled(on):
    for _ in range(6):
        on.browser().log_in(on.member.email, WRONG)
    return on.member, None


def logout(on):
    on.signed_in(on.member).log_out()
    return on.member, on.member


def token_refreshed(on):
    on.signed_in(on.member).rotate()
    return on.member, on.member


def token_reused(on):
    browser = on.signed_in(on.member)
    spent = browser.refresh
    browser.rotate()
    on.clock.shift(11)
    browser.rotate(spent)
    return on.member, None


def token_forged(on):
    browser = on.signed_in(on.member, transport="cookie")
    head, payload, signature = browser.cookie("auth_token").split(".")
    browser.set_cookie("auth_token", f"{head}.{payload}.{signature[::-1]}")
    browser.check()
    return on.member, None


def browser_mismatch(on):
    on.browser().check(token=on.signed_in(on.member).access)
    return on.member, None


def session_expired(on):
    on.signed_in(on.member)
    on.clock.shift(2 * 3600)
    on.signed_in(on.stranger)
    return on.member, None


def session_replaced(on):
    on.signed_in(on.member).log_in(on.member.email)
    return on.member, on.member


def session_revoked(on):
    on.signed_in(on.member)
    chief = on.signed_in(on.manager)
    number = chief.get(f"/api/sessions/?user={on.member.pk}").json()["results"][0]["id"]
    chief.delete(f"/api/sessions/{number}/")
    return on.member, on.manager


def cross_site_refused(on):
    on.browser().log_in(on.member.email, headers={"Origin": "https://evil.example"})
    return None, None


def password_changed(on):
    body = {"current_password": PASSWORD, "new_password": NEW}
    on.signed_in(on.member).post("/api/users/password/change/", body)
    return on.member, on.member


def password_change_failed(on):
    body = {"current_password": WRONG, "new_password": NEW}
    on.signed_in(on.member).post("/api/users/password/change/", body)
    return on.member, None


def password_reset_requested(on):
    ask(on.browser(), on.member.email)
    return on.member, None


def password_reset(on):
    ask(on.browser(), on.member.email)
    follow(on.browser(), link_in(on.outbox[0]))
    return on.member, on.member


def registration_requested(on):
    on.browser().post("/api/users/register/", NEWCOMER | {"password": NEW})
    return None, None


def registration_refused(on):
    on.browser().post("/api/users/register/confirm/", {"uid": "x", "token": "x", "password": NEW})
    return None, None


def user_registered(on):
    registration_requested(on)
    confirm_registration(on.browser(), link_in(on.outbox[0]), NEW)
    person = User.objects.get(email=NEWCOMER["email"])
    return person, person


def user_invited(on):
    on.signed_in(on.manager).post("/api/users/", NEWCOMER | {"role": "cashier"})
    return User.objects.get(email=NEWCOMER["email"]), on.manager


def user_created(on):
    with TestCase.captureOnCommitCallbacks(execute=True):
        record_created([on.member], command="seed")
    return on.member, None


def administrator_created(on):
    named = {"email": NEWCOMER["email"], "full_name": NEWCOMER["full_name"]}
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("createsuperuser", interactive=False, verbosity=0, **named)
    return User.objects.get(email=NEWCOMER["email"]), None


def user_changed(on):
    on.signed_in(on.member).patch("/api/users/me/", {"phone": "112", "full_name": "Mia"})
    return on.member, on.member


def email_change_requested(on):
    on.signed_in(on.member).post("/api/users/me/email/", {"email": NEWCOMER["email"], "password": PASSWORD})
    return on.member, on.member


def email_change_refused(on):
    on.signed_in(on.member).post("/api/users/me/email/", {"email": NEWCOMER["email"], "password": WRONG})
    return on.member, None


def email_changed(on):
    email_change_requested(on)
    confirm_email(on.browser(), link_in(on.outbox[0]))
    return on.member, on.member


def role_changed(on):
    return on.change(on.cashier, role="member")


def user_deactivated(on):
    return on.change(on.member, is_active=False)


def user_reactivated(on):
    User.objects.filter(pk=on.member.pk).update(is_active=False)
    return on.change(on.member, is_active=True)


def admin_login(on):
    AdminBrowser(REMOTE_ADDR=ADDRESS).log_in(on.manager.email)
    return on.manager, on.manager


def admin_logout(on):
    browser = AdminBrowser(REMOTE_ADDR=ADDRESS)
    browser.log_in(on.manager.email)
    browser.log_out()
    return on.manager, on.manager


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
    target = open_account(on.signed_in(on.cashier), on.stranger.pk)
    transfer(on.signed_in(on.member), str(Account.objects.get(owner=on.member)), target, "2.50")
    return on.member, on.member


def transaction_reversed(on):
    deposit_posted(on)
    reverse(on.signed_in(on.manager), Transaction.objects.get().pk)
    return on.member, on.manager


def a_loan(on, status):
    number = open_account(on.signed_in(on.cashier), on.member.pk)
    return lend(on.member, number, status, decided_by=on.manager, paid_out_by=on.cashier)


def loan_product_created(on):
    on.signed_in(on.manager).post("/api/loans/products/", PRODUCT)
    return None, on.manager


def loan_product_changed(on):
    product = a_product()
    on.signed_in(on.manager).patch(f"/api/loans/products/{product.pk}/", {"is_active": False})
    return None, on.manager


def loan_applied(on):
    a_product()
    body = {"product": Product.objects.get().pk, "amount": "1000", "term_months": 10, "purpose": "Roof"}
    account = open_account(on.signed_in(on.cashier), on.member.pk)
    on.signed_in(on.member).post("/api/loans/", body | {"account": account})
    return on.member, on.member


def loan_approved(on):
    on.signed_in(on.manager).post(f"/api/loans/{a_loan(on, 'applied').pk}/approve/", {"note": "fine"})
    return on.member, on.manager


def loan_rejected(on):
    on.signed_in(on.manager).post(f"/api/loans/{a_loan(on, 'applied').pk}/reject/", {"reason": "too much"})
    return on.member, on.manager


def loan_cancelled(on):
    on.signed_in(on.member).post(f"/api/loans/{a_loan(on, 'applied').pk}/cancel/")
    return on.member, on.member


def loan_disbursed(on):
    on.signed_in(on.cashier).post(f"/api/loans/{a_loan(on, 'approved').pk}/disburse/", headers=a_key())
    return on.member, on.cashier


def loan_repayment_posted(on):
    loan = a_loan(on, "active")
    on.signed_in(on.member).post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=a_key())
    return on.member, on.member


def loan_written_off(on):
    loan = a_loan(on, "active")
    on.signed_in(on.manager).post(f"/api/loans/{loan.pk}/write-off/", {"reason": "gone"}, headers=a_key())
    return on.member, on.manager


def access_denied(on):
    on.signed_in(on.member).get(f"/api/users/{on.stranger.pk}/")
    return on.member, on.member


def token_refused(on):
    on.browser().check(token="a.forged.token")
    return None, None


def password_reset_refused(on):
    follow(on.browser(), link_for(on.member), token="guessed")
    return on.member, None


def payment_refused(on):
    deposit_posted(on)
    withdraw(on.signed_in(on.cashier), str(Account.objects.get(owner=on.member)), "11.00")
    return on.cashier, on.cashier


def refusals_suppressed(on):
    token = on.signed_in(on.member).access
    for _ in range(61):
        on.browser().check(token=token)
    return on.member, None


def person_read(on):
    on.signed_in(on.cashier).get(f"/api/users/{on.member.pk}/")
    return on.member, on.cashier


def account_read(on):
    counter = on.signed_in(on.cashier)
    counter.get(f"/api/accounts/{open_account(counter, on.member.pk)}/")
    return on.member, on.cashier


def statement_read(on):
    counter = on.signed_in(on.cashier)
    counter.get(f"/api/accounts/{open_account(counter, on.member.pk)}/statement/")
    return on.member, on.cashier


def audit_read(on):
    on.signed_in(on.manager).get(f"/api/audit/events/?user={on.member.pk}")
    return on.member, on.manager


PROVOKED = {event: globals().get(event.value) for event in Event}
