"""`GET /api/accounts/{number}/payee/`: whose account a number is, and what the limit counts."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from tests.accounts.test_unknown_numbers import WRONG_DIGITS
from tests.api_payments import UNKNOWN_ACCOUNT, deposit, open_account, transfer
from tests.contract.error_assertions import assert_error
from tests.rate_limit_settings import set_rates
from users.models import User

NOT_FOUND = (404, b'{"error":"Not found.","code":"not_found"}')


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def get_payee(browser, number):
    return browser.get(f"/api/accounts/{number}/payee/")


def test_payee_is_masked_for_members_and_full_for_staff(
    member_client, cashier_client, manager_client, account, other_account
):
    response = get_payee(member_client, other_account)
    assert (response.status_code, response.json()) == (200, {"number": other_account, "name": "Matthew M."})
    assert get_payee(member_client, account).json() == {"number": account, "name": "Maria M."}
    for browser in (cashier_client, manager_client):
        assert get_payee(browser, other_account).json() == {"number": other_account, "name": "Matthew Member"}


def test_payee_of_a_frozen_account_is_shown_like_any_other(member_client, manager_client, other_account):
    before = get_payee(member_client, other_account)
    assert manager_client.post(f"/api/accounts/{other_account}/freeze/", {"reason": "asked"}).status_code == 200

    assert get_payee(member_client, other_account).content == before.content


@pytest.mark.parametrize("reader", ["member", "cashier", "manager"])
def test_closed_bank_unknown_and_malformed_numbers_return_the_same_404(
    reader, request, signed_in, manager_client, other_account
):
    assert manager_client.post(f"/api/accounts/{other_account}/close/", {"reason": "moved"}).status_code == 200
    bank = Account.objects.get(code="vault").number
    browser = signed_in(request.getfixturevalue(reader))

    for number in (other_account, bank, UNKNOWN_ACCOUNT, WRONG_DIGITS, "1", "9" * 34, "x", f"{other_account}%20"):
        response = get_payee(browser, number)
        assert (response.status_code, response.content) == NOT_FOUND, number


def test_payee_without_a_token_is_401(browser, account):
    assert_error(get_payee(browser, account), 401, "not_authenticated")


def test_payee_with_a_query_parameter_is_400(member_client, account):
    body = assert_error(member_client.get(f"/api/accounts/{account}/payee/?full=1"), 400, "invalid_request")
    assert list(body["fields"]) == ["full"]


def test_sixty_first_account_of_others_within_an_hour_is_429_until_retry_after(clock, member_client, other_account):
    assert {get_payee(member_client, other_account).status_code for _ in range(60)} == {200}
    clock.shift(60)

    response = get_payee(member_client, other_account)

    assert_error(response, 429, "throttled")
    assert response.headers["Retry-After"] == "3540"
    clock.shift(3540)
    member_client.log_in("member@example.com")
    assert get_payee(member_client, other_account).status_code == 200


def test_payee_limit_counts_found_and_unknown_numbers_and_answers_both_alike_once_it_is_reached(
    settings, member_client, other_account
):
    set_rates(settings, payee="3/hour")
    numbers = [other_account, UNKNOWN_ACCOUNT, other_account]
    assert [get_payee(member_client, number).status_code for number in numbers] == [200, 404, 200]

    responses = [get_payee(member_client, number) for number in (other_account, UNKNOWN_ACCOUNT)]

    assert [(response.status_code, response.json()["code"]) for response in responses] == [(429, "throttled")] * 2


def test_payee_limit_does_not_count_own_accounts_and_wrong_check_digits(
    settings, member_client, manager_client, account, other_account
):
    set_rates(settings, payee="1/hour", unknown_account="1/hour")
    for _ in range(3):
        assert get_payee(member_client, account).status_code == 200
        assert get_payee(member_client, WRONG_DIGITS).status_code == 404
    assert manager_client.post(f"/api/accounts/{account}/close/", {"reason": "moved"}).status_code == 200
    for _ in range(3):
        assert get_payee(member_client, account).status_code == 404

    assert [get_payee(member_client, other_account).status_code for _ in range(2)] == [200, 429]
    assert get_payee(member_client, account).status_code == 404


def test_payee_limit_is_per_member_and_exempts_staff(settings, member_client, signed_in, cashier_client, other_account):
    set_rates(settings, payee="1/hour")
    assert [get_payee(member_client, other_account).status_code for _ in range(2)] == [200, 429]

    third = User.objects.create_user("third@example.com", "x", full_name="Thea Third", role=Role.MEMBER)
    assert get_payee(signed_in(third), other_account).status_code == 200
    assert [get_payee(cashier_client, other_account).status_code for _ in range(3)] == [200] * 3
    assert [get_payee(cashier_client, UNKNOWN_ACCOUNT).status_code for _ in range(3)] == [404] * 3


def test_payee_limit_does_not_stop_transfers(settings, cashier_client, member_client, account, other_account):
    set_rates(settings, payee="1/hour")
    deposit(cashier_client, account, "10.00")
    assert [get_payee(member_client, other_account).status_code for _ in range(2)] == [200, 429]

    assert transfer(member_client, account, other_account, "1.00").status_code == 201


def test_unknown_and_closed_payees_count_as_unknown_numbers(
    settings, cashier_client, manager_client, member_client, other_member, account, other_account
):
    set_rates(settings, unknown_account="2/hour")
    deposit(cashier_client, account, "10.00")
    closed = open_account(cashier_client, other_member.pk)
    assert manager_client.post(f"/api/accounts/{closed}/close/", {"reason": "moved"}).status_code == 200
    numbers = [UNKNOWN_ACCOUNT, closed, UNKNOWN_ACCOUNT]
    assert [get_payee(member_client, number).status_code for number in numbers] == [404, 404, 429]

    assert_error(get_payee(member_client, other_account), 429, "throttled")
    assert_error(transfer(member_client, account, other_account, "1.00"), 429, "throttled")
    assert get_payee(member_client, account).status_code == 200


def test_payee_that_staff_look_up_is_recorded_as_a_read(cashier_client, cashier, other_member, other_account):
    for _ in range(2):
        assert get_payee(cashier_client, other_account).status_code == 200

    rows = AuditEvent.objects.filter(event="account_read", actor_id=cashier.pk)
    assert [(row.user_id, row.details) for row in rows] == [(other_member.pk, {"account": other_account})]


def test_payee_that_a_member_looks_up_is_not_recorded(member_client, member, other_account):
    before = AuditEvent.objects.count()
    assert get_payee(member_client, other_account).status_code == 200
    assert AuditEvent.objects.count() == before
