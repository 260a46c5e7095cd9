"""The own profile: every role reads it, and changes only name and phone."""

import pytest

ME = "/api/users/me/"
CAST = ["member", "cashier", "manager", "administrator"]


@pytest.fixture
def browser(signed_in, member):
    return signed_in(member)


@pytest.mark.parametrize("who", CAST)
def test_every_role_reads_the_own_profile(signed_in, request, who):
    person = request.getfixturevalue(who)
    response = signed_in(person, transport="body").get(ME)
    person.refresh_from_db()

    assert response.status_code == 200
    assert response.json() == {
        "id": person.pk,
        "email": person.email,
        "full_name": person.full_name,
        "phone": "",
        "role": person.role,
        "language": "en",
        "is_active": True,
        "date_joined": person.date_joined.isoformat().replace("+00:00", "Z"),
        "last_login": person.last_login.isoformat().replace("+00:00", "Z"),
    }


@pytest.mark.parametrize("who", CAST)
def test_every_role_changes_the_own_name_and_phone(signed_in, request, who):
    person = request.getfixturevalue(who)
    browser = signed_in(person)
    response = browser.patch(ME, {"full_name": "  Another Name ", "phone": "+46 (0)8-123.45/67"})

    assert response.status_code == 200
    assert (response.json()["full_name"], response.json()["phone"]) == ("Another Name", "+46 (0)8-123.45/67")
    assert browser.get(ME).json() == response.json()


def test_profile_fields_that_are_not_sent_are_unchanged(browser):
    browser.patch(ME, {"phone": "+46812345"})
    assert browser.patch(ME, {"full_name": "Another Name"}).json()["phone"] == "+46812345"
    assert browser.patch(ME, {"phone": ""}).json()["full_name"] == "Another Name"
    assert browser.patch(ME, {}).json()["phone"] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "manager"),
        ("email", "mallory@example.com"),
        ("is_active", True),
        ("is_superuser", True),
        ("id", 1),
        ("password", "another long passphrase"),
        ("last_login", None),
        ("\ud800", "x"),
    ],
)
def test_profile_change_with_another_field_writes_nothing(browser, member, field, value):
    before = browser.get(ME).json()
    response = browser.patch(ME, {"full_name": "Mallory", field: value})

    assert response.status_code == 400
    assert len(response.json()["fields"]) == 1
    assert browser.get(ME).json() == before


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("full_name", ["", "   ", None, [], "n" * 71, "two\nlines", "nul\0character", "lone \ud800 surrogate"]),
        ("phone", [None, "12", "call me", "+46 8 123 45 67 ext.", "1" * 33, "٠١٢٣٤٥", "<script>", "112\n113"]),
    ],
)
def test_invalid_name_or_phone_of_a_profile_is_refused(browser, field, values):
    responses = [browser.patch(ME, {field: value}) for value in values]
    assert [response.status_code for response in responses] == [400] * len(values)
    assert {tuple(response.json()["fields"]) for response in responses} == {(field,)}


@pytest.mark.parametrize("changes", [{"full_name": "n" * 70}, {"phone": "+" + "1" * 31}, {"phone": "112"}])
def test_longest_and_shortest_values_of_a_profile_are_accepted(browser, changes):
    assert browser.patch(ME, changes).json().items() >= changes.items()


@pytest.mark.parametrize("body", ["[]", '"text"', "7", "null", "{", '{"full_name": NaN}', "[" * 5000])
def test_profile_body_that_is_not_a_json_object_is_400(browser, body):
    headers = {"Authorization": f"Bearer {browser.access}"}
    response = browser.client.generic("PATCH", ME, body, "application/json", headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")


def test_profile_without_a_token_is_401(browser):
    for response in (browser.get(ME, token=None), browser.patch(ME, {"phone": "112"}, token=None)):
        assert response.status_code == 401
        assert response.json()["code"] == "not_authenticated"
