"""A JSON body is validated as it was sent: numbers by their digits, no duplicate fields, UTF-8 only, up to 64 kB."""

import json

import pytest

from core.api.parsers import MAX_BODY_BYTES
from tests.api_payments import balance_of, idempotency_headers
from tests.contract.error_assertions import assert_error
from tests.contract.raw_requests import send_raw
from tests.hashers import PASSWORD
from tests.loan_factories import PRODUCT
from tests.transactions.assertions import row_counts

DEPOSIT, LOGIN, ME = "/api/transactions/deposit/", "/api/users/login/", "/api/users/me/"
REFUSED = ["9.9999999999999999999", "999.9999999999999999999", "0.01000000000000000001", "1.000", "0.001", "1e3", "1E2",
           "1E+2", "5e-2", "1.234567891E7", "1e400", "1e-400", "NaN", "Infinity", "-Infinity", "-1", "-0.5", "-0", "0",
           "0.00", "1" + "0" * 15, "1" + "0" * 15 + ".5", "9" * 5000, "-" + "9" * 5000, "1." + "0" * 5000]  # fmt: skip
ACCEPTED = {"10": "10.00", "10.5": "10.50", "4.35": "4.35", "0.01": "0.01", "1.10": "1.10",
         "70368744177664.01": "70368744177664.01", "99999999999999.99": "99999999999999.99",
         "999999999999999.99": "999999999999999.99", "999999999999999.9": "999999999999999.90",
         "999999999999999": "999999999999999.00"}  # fmt: skip
OTHER_CHARSETS = ["utf-16", "utf-16le", "utf-32", "utf-7", "latin-1", "ISO-8859-1", "cp1252", "us-ascii", "idna",
                  "zlib", "undefined", "no-such-charset", '"utf-16"', "utf-8; charset=utf-16"]  # fmt: skip
LONE_SURROGATES = {
    "in a value": b'{"full_name": "x\\ud800"}',
    "in upper case": b'{"full_name": "\\uDFFF"}',
    "in the wrong order": b'{"full_name": "\\udc00\\ud800"}',
    "in the name": b'{"full_name\\ud800": "x"}',
    "deep inside": b'{"full_name": [{"a": ["\\ud800"]}]}',
    "in a name deep inside": b'{"full_name": [{"\\ud800": 1}]}',
    "with its first letter escaped": b'{"full_name": "\\u0078\\ud800"}',
}


def deposit_raw(browser, number, amount, key=None):
    text = f'{{"account": "{number}", "amount": {amount}}}'
    return send_raw(browser, "POST", DEPOSIT, text, **idempotency_headers(key))


@pytest.mark.parametrize("number", REFUSED, ids=lambda text: text[:24])
def test_number_that_is_not_a_valid_amount_is_400_and_names_the_field(cashier_client, account, number):
    before = row_counts()
    body = assert_error(deposit_raw(cashier_client, account, number), 400, "invalid_request")

    assert list(body["fields"]) == ["amount"]
    assert row_counts() == before


@pytest.mark.parametrize(("number", "stored"), ACCEPTED.items())
def test_number_with_up_to_15_integer_digits_is_stored_exactly(manager_client, account, number, stored):
    response = deposit_raw(manager_client, account, number)

    assert (response.status_code, response.json().get("amount")) == (201, stored)
    assert balance_of(manager_client, account) == stored


@pytest.mark.parametrize(
    ("number", "status"),
    [("12.5", 201), ("0", 201), ("0.000001", 201), ("1000", 201), ("1e1", 400), ("1E1", 400), ("0.0000001", 400),
     ("12.50000000000000000001", 400), ("-1", 400), ("-0.5", 400), ("1000.5", 400), ("NaN", 400), ("9" * 5000, 400),
     ("true", 400), ("null", 400), ("[]", 400)],
)  # fmt: skip
def test_annual_rate_is_validated_by_its_digits(manager_client, number, status):
    text = json.dumps({**PRODUCT, "annual_rate": "here"}).replace('"here"', number)
    response = send_raw(manager_client, "POST", "/api/loans/products/", text)

    assert response.status_code == status, response.content
    if status == 400:
        assert list(response.json()["fields"]) == ["annual_rate"]


@pytest.mark.parametrize("field", ["min_amount", "max_amount", "instalment_multiple"])
def test_amounts_of_a_product_are_validated_by_their_digits(manager_client, field):
    for number in ("200.00000000000000000001", "2e2", "NaN"):
        text = json.dumps({**PRODUCT, field: "here"}).replace('"here"', number)
        response = send_raw(manager_client, "POST", "/api/loans/products/", text)
        assert list(assert_error(response, 400, "invalid_request")["fields"]) == [field]


@pytest.mark.parametrize("number", ["1.5", "1.0", "1", "NaN", "1e3", "9" * 5000, "true", "null", "[]", "{}"])
def test_number_in_a_string_field_is_400(signed_in, member, number):
    response = send_raw(signed_in(member), "PATCH", ME, f'{{"full_name": {number}}}')

    assert list(assert_error(response, 400, "invalid_request")["fields"]) == ["full_name"]


@pytest.mark.parametrize("number", ["1.0", "1e0", "1.5", "NaN", "9" * 5000, '"1"', "true"])
def test_non_integer_in_an_integer_field_is_400(cashier_client, number):
    response = send_raw(cashier_client, "POST", "/api/accounts/", f'{{"owner": {number}, "type": "savings"}}')

    assert list(assert_error(response, 400, "invalid_request")["fields"]) == ["owner"]


@pytest.mark.parametrize("number", ["1.0", "1", "0", "1e0", "NaN"])
def test_number_in_a_boolean_or_choice_field_is_400(signed_in, manager, member, number):
    manager_client = signed_in(manager)
    for field in ("is_active", "role"):
        response = send_raw(manager_client, "PATCH", f"/api/users/{member.pk}/", f'{{"{field}": {number}}}')
        assert list(assert_error(response, 400, "invalid_request")["fields"]) == [field]


def test_two_notations_of_one_number_with_one_key_are_one_request(manager_client, account):
    for numbers in (["5.5", "5.50", "5.5"], ["900719925474099.1", "900719925474099.10"]):
        responses = [deposit_raw(manager_client, account, number, f"key of {numbers[0]}") for number in numbers]

        assert [response.status_code for response in responses] == [201] * len(numbers)
        assert len({response.json()["id"] for response in responses}) == 1


def test_two_numbers_equal_as_floats_with_one_key_are_two_requests(manager_client, account):
    near, far = "999999999999999.01", "999999999999999.02"
    assert float(near) == float(far)
    assert deposit_raw(manager_client, account, near, "one key").status_code == 201
    assert assert_error(deposit_raw(manager_client, account, far, "one key"), 422, "idempotency_key_reused")


def test_number_and_string_with_one_key_are_two_requests(cashier_client, account):
    assert deposit_raw(cashier_client, account, "5", "one key").status_code == 201
    for other in ('"5.00"', '"5"'):
        assert assert_error(deposit_raw(cashier_client, account, other, "one key"), 422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{"email": "a@example.com", "password": "x", "email": "b@example.com"}', "email"),
        ('{"email": "a@example.com", "email": "a@example.com"}', "email"),
        ('{"em\\u0061il": "a", "email": "b"}', "email"),
        ('{"email": {"deep": [{"inner": 1, "inner": 1}]}}', "inner"),
        ('{"self": 1, "self": 1}', "self"),
        ('{"sentence": 1, "sentence": 1}', "sentence"),
        ('{"": 1, "": 1}', ""),
        ('{"\\ud800": 1, "\\ud800": 1}', "\\ud800"),
    ],
)
def test_duplicate_field_is_400_and_named(browser, body, name):
    response_body = assert_error(send_raw(browser, "POST", LOGIN, body), 400, "invalid_request")

    assert response_body["fields"] == {name: ["This field is given more than once."]}


def test_duplicate_amount_posts_nothing(cashier_client, account):
    before = row_counts()
    assert_error(deposit_raw(cashier_client, account, '1, "amount": 2'), 400, "invalid_request")

    assert row_counts() == before


@pytest.mark.parametrize("charset", OTHER_CHARSETS)
@pytest.mark.parametrize("body", [b"{}", json.dumps({"email": "a", "password": PASSWORD}).encode("utf-16")])
def test_body_in_another_charset_is_415(browser, charset, body):
    response = send_raw(browser, "POST", LOGIN, body, f"application/json; charset={charset}")

    assert_error(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"', ""])
def test_body_with_charset_utf_8_is_accepted(browser, member, charset):
    body = json.dumps({"email": member.email, "password": PASSWORD})
    response = send_raw(browser, "POST", LOGIN, body, f"application/json; charset={charset}")

    assert response.status_code == 200


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1", "utf-8-sig"])
def test_body_that_is_not_utf_8_is_400(browser, encoding):
    body = json.dumps({"email": "ü", "password": "x"}, ensure_ascii=False).encode(encoding)

    assert_error(send_raw(browser, "POST", LOGIN, body), 400, "invalid_request")


@pytest.mark.parametrize(
    "body", [*LONE_SURROGATES.values(), b'{"full_name": "\xed\xa0\x80"}'], ids=[*LONE_SURROGATES, "as bytes"]
)
def test_lone_surrogate_is_400_anywhere_in_the_body(signed_in, member, body):
    assert_error(send_raw(signed_in(member), "PATCH", ME, body), 400, "invalid_request")


def test_surrogate_pair_is_one_character(signed_in, member):
    response = send_raw(signed_in(member), "PATCH", ME, b'{"full_name": "\\ud840\\udc00"}')

    assert response.json()["full_name"] == "\U00020000"


@pytest.mark.parametrize("size", [MAX_BODY_BYTES + 1, 1024 * 1024, 3 * 1024 * 1024])
def test_body_over_64_kb_is_413(browser, size):
    body = b'{"email": "%s"}' % (b"a" * (size - 13))
    assert len(body) == size

    assert_error(send_raw(browser, "POST", LOGIN, body), 413, "payload_too_large")


def test_body_of_64_kb_is_read(browser):
    body = b'{"email": "%s"}' % (b"a" * (MAX_BODY_BYTES - 13))
    response = send_raw(browser, "POST", LOGIN, body)

    assert set(assert_error(response, 400, "invalid_request")["fields"]) == {"email", "password"}
