"""The events of reading, and of what is refused."""

from tests.api_payments import open_account


def access_denied(on):
    on.signed_in(on.member).get(f"/api/users/{on.other_member.pk}/")
    return on.member, on.member


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
