"""Invalid amounts, account numbers, keys and fields return 400 with the field's name and write nothing."""

import math
from decimal import Decimal

import pytest

from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, idempotency_headers
from tests.transactions.assertions import row_counts
from transactions.models import Transaction

PATHS = {name: f"/api/transactions/{name}/" for name in ("deposit", "withdraw", "transfer")}
BAD_AMOUNTS = ["0.001", "-5", "+5", "1e400", "1e2", "1E2", "NaN", "nan", "Infinity", "-Infinity", "", " ", "\t", "٣",
               "\uff11", "1٣", "0", "0.00", "0.", ".0", ".", "..", "1..2", "1.2.3", "1,000.00", "1,5", "1 000", " 1",
               "1 ", "1\n", "1\x00", "0x10", "1_000", "$5", "5 USD", "½", "²", "null", "true", "9" * 30, "9" * 16,
               f"{'9' * 16}.00", "0" * 16 + "1", "9" * 5000, "1." + "0" * 5000, "\u2212" + "5", "1\u00a0000", 0, -5,
               0.0, -0.0, 0.001, 1e-7, 1e22, 10**15, 10**400, -(10**400), [], ["5"], {}, {"amount": "5"}, True, False,
               None]  # fmt: skip
GOOD_AMOUNTS = [("0.01", "0.01"), ("1.", "1.00"), (".5", "0.50"), ("007", "7.00"), ("1250.5", "1250.50"), (0.1, "0.10"),
                (12.5, "12.50"), (100, "100.00"), (0.3, "0.30"), (1.1, "1.10"), (9999.99, "9999.99"), (4.35, "4.35"),
                (1e2, "100.00"), (1e15 - 1, "999999999999999.00"), ("9" * 15 + ".99", "9" * 15 + ".99")]  # fmt: skip


@pytest.fixture(params=PATHS)
def operation(request, funded_account, other_account):
    """The path and a valid body of each payment request."""
    if request.param == "transfer":
        return PATHS[request.param], {"from_account": funded_account, "to_account": other_account, "amount": "5.00"}
    return PATHS[request.param], {"account": funded_account, "amount": "5.00"}


@pytest.fixture
def nothing_written():
    before = row_counts()
    yield
    assert row_counts() == before


def wrong_fields(response):
    assert response.status_code == 400, response.content
    assert response.json()["code"] == "invalid_request"
    return tuple(response.json().get("fields", {}))


def test_payment_with_the_valid_body_succeeds(cashier_client, operation):
    path, body = operation
    assert cashier_client.post(path, body, headers=idempotency_headers()).status_code == 201


def test_invalid_amount_of_a_payment_is_rejected(cashier_client, operation, nothing_written):
    path, body = operation
    responses = {
        repr(amount): cashier_client.post(path, {**body, "amount": amount}, headers=idempotency_headers())
        for amount in BAD_AMOUNTS
    }
    assert {text: wrong_fields(response) for text, response in responses.items()} == dict.fromkeys(
        responses, ("amount",)
    )
    del body["amount"]
    assert wrong_fields(cashier_client.post(path, body, headers=idempotency_headers())) == ("amount",)


def test_nan_and_infinity_in_the_body_are_rejected(cashier_client, operation, nothing_written):
    path, body = operation
    for number in (math.nan, math.inf, -math.inf):  # written as NaN, Infinity, -Infinity
        response = cashier_client.post(path, {**body, "amount": number}, headers=idempotency_headers())
        assert (response.status_code, response.json()["code"]) == (400, "invalid_request")


def test_amount_of_a_deposit_is_booked_exactly(manager_client, funded_account):
    for sent, accepted in GOOD_AMOUNTS:
        response = manager_client.post(
            PATHS["deposit"], {"account": funded_account, "amount": sent}, headers=idempotency_headers()
        )
        assert (response.status_code, response.json().get("amount")) == (201, accepted), sent
    assert Decimal(balance_of(manager_client, funded_account)) == sum(
        [Decimal(100), *(Decimal(accepted) for _, accepted in GOOD_AMOUNTS)]
    )


def test_amount_in_a_currency_without_minor_units_must_be_an_integer(settings, cashier_client, member):
    settings.BANK_CURRENCY = "JPY"
    number = cashier_client.post("/api/accounts/", {"owner": member.pk, "type": "savings"}).json()["number"]
    for sent, status in (("100", 201), (100, 201), ("100.5", 400), ("100.0", 400), ("0", 400)):
        response = cashier_client.post(
            PATHS["deposit"], {"account": number, "amount": sent}, headers=idempotency_headers()
        )
        assert response.status_code == status, sent
    assert balance_of(cashier_client, number) == "200"


def test_amount_in_a_currency_with_four_digits_is_booked_exactly(settings, manager_client, member):
    settings.BANK_CURRENCY = "CLF"
    number = manager_client.post("/api/accounts/", {"owner": member.pk, "type": "savings"}).json()["number"]
    accepted = {"0.0001": "0.0001", 1.2345: "1.2345", "99999999999998.7653": "99999999999998.7653"}
    rejected = dict.fromkeys(["0.00001", 0.00001, "1" + "0" * 14, 10**14], ("amount",))
    for sent, expected in {**accepted, **rejected}.items():
        response = manager_client.post(
            PATHS["deposit"], {"account": number, "amount": sent}, headers=idempotency_headers()
        )
        assert expected == (response.json().get("amount") or wrong_fields(response)), sent

    assert balance_of(manager_client, number) == "99999999999999.9999"
    assert (
        manager_client.post(
            PATHS["deposit"], {"account": number, "amount": "0.0001"}, headers=idempotency_headers()
        ).status_code
        == 422
    )


BAD_NUMBERS = ["", " ", "12a", "-1", "1.0", "٣٣", "\uff11", "9" * 35, "1" * 5000, "1 2", "1\x00", "1\n2", None, True,
               [], {}, ["1"], "0", "1", "9" * 34, "1" * 12, UNKNOWN_ACCOUNT[:-1],
               UNKNOWN_ACCOUNT + "0", "0" + UNKNOWN_ACCOUNT,
               UNKNOWN_ACCOUNT[:4] + " " + UNKNOWN_ACCOUNT[4:], UNKNOWN_ACCOUNT[::-1]]  # fmt: skip


def test_malformed_account_number_of_a_payment_is_rejected_by_field(cashier_client, operation, nothing_written):
    path, body = operation
    for field in [name for name in body if name != "amount"]:
        for number in BAD_NUMBERS:
            assert wrong_fields(cashier_client.post(path, {**body, field: number}, headers=idempotency_headers())) == (
                field,
            ), repr(number)


def test_payment_with_an_unknown_account_number_returns_404(cashier_client, operation, nothing_written):
    path, body = operation
    for field in [name for name in body if name != "amount"]:
        response = cashier_client.post(path, {**body, field: UNKNOWN_ACCOUNT}, headers=idempotency_headers())
        assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_payment_without_a_valid_idempotency_key_is_rejected(cashier_client, operation, nothing_written):
    path, body = operation
    keys = [None, "", "x" * 256, "x" * 300, "caf\u00e9", "\U0001f600", "a\tb", "a\x7fb", "a\x00b"]
    responses = [
        cashier_client.post(path, body, headers={} if key is None else {"Idempotency-Key": key}) for key in keys
    ]
    assert {(a.status_code, a.json()["code"]) for a in responses} == {(400, "idempotency_key_required")}


def test_reversal_without_an_idempotency_key_is_rejected(manager_client, funded_account):
    before = row_counts()[:3]
    path = f"/api/transactions/{Transaction.objects.get().pk}/reverse/"
    assert manager_client.post(path, {"reason": "wrong"}).json()["code"] == "idempotency_key_required"
    assert row_counts()[:3] == before


def test_unknown_field_of_a_payment_is_rejected_by_name(cashier_client, operation, nothing_written):
    path, body = operation
    for name in ("currency", "created_by", "kind", "value_date", "booked_at", "id", "reason", "Amount"):
        assert wrong_fields(cashier_client.post(path, {**body, name: "1"}, headers=idempotency_headers())) == (name,)


def test_description_of_a_payment_is_one_line_of_at_most_200_characters(cashier_client, operation, nothing_written):
    path, body = operation
    for text in ("x" * 201, "a\nb", "a\x00b", "a\x1b[31mb", "a\u2028b", "a\u202eb", None, True, [], {}):
        assert wrong_fields(
            cashier_client.post(path, {**body, "description": text}, headers=idempotency_headers())
        ) == ("description",)


def test_description_of_a_payment_may_contain_any_printable_text(cashier_client, operation):
    path, body = operation
    for text in ("x" * 200, "🏦 Miete für März", "<b>&", "'; DROP TABLE entries; --", "%s {} \\", "=1+1"):
        assert (
            cashier_client.post(path, {**body, "description": text}, headers=idempotency_headers()).json()[
                "description"
            ]
            == text
        )


def test_payment_body_must_be_a_json_object(cashier_client, operation, nothing_written):
    path, body = operation
    for text in ([], [body], "text", 5):
        assert cashier_client.post(path, text, headers=idempotency_headers()).json()["code"] == "invalid_request"
    form = cashier_client.client.post(
        path, body, headers={**idempotency_headers(), "Authorization": f"Bearer {cashier_client.access}"}
    )
    assert (form.status_code, form.json()["code"]) == (415, "unsupported_media_type")
