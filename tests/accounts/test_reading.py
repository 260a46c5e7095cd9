"""Reading accounts: visibility, filters, and pages that stay stable while accounts are opened."""

import pytest

from accounts.models import Account
from tests.api_payments import deposit, open_account
from tests.rate_limit_settings import set_rates

ACCOUNTS = "/api/accounts/"


def numbers(response):
    assert response.status_code == 200, response.content
    return [account["number"] for account in response.json()["results"]]


@pytest.fixture
def three_accounts(cashier_client, member, other_member):
    """In this order: the member's savings and current account, the other member's savings account."""
    return [
        open_account(cashier_client, member.pk, name="Rent & food"),
        open_account(cashier_client, member.pk, "current"),
        open_account(cashier_client, other_member.pk, name="Boat"),
    ]


def test_members_list_their_own_accounts_and_staff_list_all_newest_first(
    signed_in, cashier_client, manager_client, member, other_member, three_accounts
):
    assert numbers(signed_in(member).get(ACCOUNTS)) == [three_accounts[1], three_accounts[0]]
    assert numbers(signed_in(other_member).get(ACCOUNTS)) == [three_accounts[2]]
    assert numbers(cashier_client.get(ACCOUNTS)) == numbers(manager_client.get(ACCOUNTS)) == three_accounts[::-1]


def test_account_detail_equals_its_row_in_the_list(cashier_client, three_accounts):
    deposit(cashier_client, three_accounts[0], "12.34")
    listed = {account["number"]: account for account in cashier_client.get(ACCOUNTS).json()["results"]}
    for number in three_accounts:
        assert cashier_client.get(f"{ACCOUNTS}{number}/").json() == listed[number]
    assert (listed[three_accounts[0]]["balance"], listed[three_accounts[0]]["available_balance"]) == ("12.34", "12.34")


def test_available_balance_includes_holds_and_overdraft(cashier_client, account):
    deposit(cashier_client, account, "100.00")
    for fields, available in (({"held": 3000}, "70.00"), ({"overdraft": 5000}, "120.00"), ({"held": 16000}, "-10.00")):
        Account.objects.filter(number=account).update(**fields)
        body = cashier_client.get(f"{ACCOUNTS}{account}/").json()
        assert (body["balance"], body["available_balance"]) == ("100.00", available)


def test_foreign_and_unknown_accounts_return_the_same_404(settings, signed_in, cashier_client, member, three_accounts):
    set_rates(settings, unknown_account="100/hour")
    browser = signed_in(member)
    bank_numbers = list(Account.objects.exclude(number__in=three_accounts).values_list("number", flat=True))
    for ending in ("", "entries/", "statement/", "statement.csv", "statement.pdf"):
        responses = [
            browser.get(f"{ACCOUNTS}{n}/{ending}") for n in (three_accounts[2], "1", "9" * 34, "9" * 35, *bank_numbers)
        ]
        assert {(a.status_code, a.content) for a in responses} == {(404, responses[0].content)}, ending
        assert responses[0].json() == {"error": "Not found.", "code": "not_found"}


def test_bank_accounts_are_hidden_from_staff_in_the_api(cashier_client, manager_client, account):
    deposit(cashier_client, account, "1.00")
    bank_accounts = Account.objects.filter(owner=None)
    assert bank_accounts.filter(type="till").exists()
    for number in bank_accounts.values_list("number", flat=True):
        assert manager_client.get(f"{ACCOUNTS}{number}/").status_code == 404
        assert numbers(manager_client.get(f"{ACCOUNTS}?search={number}")) == []


def test_malformed_account_number_in_the_path_returns_404(cashier_client):
    for text in ("x", "12a", "%D9%A3%D9%A3", "%EF%BC%91", "-1", "1.0", "%20", "1%0A", "9" * 5000):
        assert cashier_client.get(f"{ACCOUNTS}{text}/").json()["code"] == "not_found", text


FILTERS = {
    "owner={other}": [2],
    "owner={member}": [1, 0],
    "owner=999999": [],
    "status=active": [2, 1],
    "status=frozen": [0],
    "status=closed": [],
    "type=savings": [2, 0],
    "type=current": [1],
    "search={first}": [0],
    "search={prefix}": [0],
    "search={suffix}": [],
    "search=boat": [2],
    "search=RENT%20%26": [0],
    "search=matthew": [2],
    "search=%20MARIA%20": [1, 0],
    "search=member2@": [2],
    "search=%25": [],
    "search=_": [],
    "search=%F0%9F%8F%A6": [],
    "search=": [2, 1, 0],
    "owner={member}&type=savings&status=frozen&search=food": [0],
    "owner={other}&type=current": [],
}


def test_account_list_is_filtered_by_owner_status_type_and_search(cashier_client, member, other_member, three_accounts):
    Account.objects.filter(number=three_accounts[0]).update(status="frozen")
    number = three_accounts[0]
    values = {
        "member": member.pk,
        "other": other_member.pk,
        "first": number,
        "prefix": number[:9],
        "suffix": number[3:],
    }
    found = {
        query: [three_accounts.index(n) for n in numbers(cashier_client.get(f"{ACCOUNTS}?{query}".format(**values)))]
        for query in FILTERS
    }
    assert found == FILTERS


def test_filters_never_show_a_member_foreign_accounts(signed_in, member, other_member, three_accounts):
    browser = signed_in(member)
    for query in (
        f"owner={other_member.pk}",
        "search=boat",
        f"search={three_accounts[2]}",
        "search=member2@example.com",
    ):
        assert numbers(browser.get(f"{ACCOUNTS}?{query}")) == []


BAD_PARAMETERS = {
    "owner": ["0", "-1", "me", "1.0", "%D9%A3", "9223372036854775808", "9" * 5000],
    "status": ["ACTIVE", "open", "active%20"],
    "type": ["till", "Savings"],
    "search": ["%00", "x" * 201],
    "page_size": ["0", "201", "-1"],
    "cursor": ["x"],
}


def test_invalid_parameter_of_the_account_list_is_rejected_by_name(cashier_client):
    for name, texts in BAD_PARAMETERS.items():
        responses = {text: cashier_client.get(f"{ACCOUNTS}?{name}={text}") for text in texts}
        assert {text: response.status_code for text, response in responses.items()} == dict.fromkeys(texts, 400), name
        assert {(a.json()["code"], *a.json()["fields"]) for a in responses.values()} == {("invalid_request", name)}


def test_account_pages_stay_stable_in_both_directions_while_accounts_are_opened(cashier_client, member, other_member):
    opened = [open_account(cashier_client, member.pk) for _ in range(5)][::-1]
    first = cashier_client.get(f"{ACCOUNTS}?page_size=2&owner={member.pk}")
    open_account(cashier_client, other_member.pk)
    open_account(cashier_client, member.pk)
    second = cashier_client.get(first.json()["next"])
    third = cashier_client.get(second.json()["next"])

    assert [*numbers(first), *numbers(second), *numbers(third)] == opened
    assert first.json()["previous"] is third.json()["next"] is None
    assert second.json()["next"].startswith("http://testserver/api/accounts/?")
    assert numbers(cashier_client.get(third.json()["previous"])) == numbers(second)
    assert numbers(cashier_client.get(second.json()["previous"])) == numbers(first)
