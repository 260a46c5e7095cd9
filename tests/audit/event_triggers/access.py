"""Events of reads and of rejected requests."""

from tests.api_payments import open_account


def access_denied(scenario):
    scenario.signed_in(scenario.member).get(f"/api/users/{scenario.other_member.pk}/")
    return scenario.member, scenario.member


def refusals_suppressed(scenario):
    token = scenario.signed_in(scenario.member).access
    for _ in range(61):
        scenario.browser().check(token=token)
    return scenario.member, None


def person_read(scenario):
    scenario.signed_in(scenario.cashier).get(f"/api/users/{scenario.member.pk}/")
    return scenario.member, scenario.cashier


def account_read(scenario):
    cashier_client = scenario.signed_in(scenario.cashier)
    cashier_client.get(f"/api/accounts/{open_account(cashier_client, scenario.member.pk)}/")
    return scenario.member, scenario.cashier


def statement_read(scenario):
    cashier_client = scenario.signed_in(scenario.cashier)
    cashier_client.get(f"/api/accounts/{open_account(cashier_client, scenario.member.pk)}/statement/")
    return scenario.member, scenario.cashier


def audit_read(scenario):
    scenario.signed_in(scenario.manager).get(f"/api/audit/events/?user={scenario.member.pk}")
    return scenario.member, scenario.manager
