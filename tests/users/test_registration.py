"""Registration: the accepted values; without confirmation of addresses, the new member can log in at once."""

import pytest
from django.contrib.auth.hashers import make_password

from tests.users.email_variants import email_variants
from users.authentication import registration
from users.models import PendingRegistration, User

FORM = {"email": "newcomer@example.com", "password": "a long enough passphrase", "full_name": "Nora Newcomer"}
LONGEST_EMAIL = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 57}.com"


@pytest.fixture(autouse=True)
def _without_confirmation(settings):
    settings.EMAIL_CONFIRMATION = False


@pytest.fixture(params=[False, True], ids=["without confirmation", "with confirmation"])
def _either_way(settings, request):
    settings.EMAIL_CONFIRMATION = request.param


def nobody_registered():
    return not User.objects.exists() and not PendingRegistration.objects.exists()


def register(browser, **changes):
    return browser.post("/api/users/register/", FORM | changes)


def test_registration_without_confirmation_creates_a_member_who_can_log_in(browser):
    response = register(browser)
    body = response.json()

    assert response.status_code == 201
    assert body.pop("id") == User.objects.get().pk
    assert body.pop("date_joined").endswith("Z")
    assert body == {
        "email": "newcomer@example.com",
        "full_name": "Nora Newcomer",
        "phone": "",
        "role": "member",
        "is_active": True,
        "last_login": None,
    }
    assert browser.log_in(FORM["email"], FORM["password"]).status_code == 200
    assert browser.check().json()["user"]["role"] == "member"


def test_registration_does_not_sign_in(browser):
    assert not register(browser).cookies
    assert browser.check().json()["code"] == "not_authenticated"


def test_registration_ignores_an_access_token(browser):
    assert browser.post("/api/users/register/", FORM, token="no token at all").status_code == 201


@pytest.mark.parametrize("notation", email_variants(FORM["email"]))
def test_email_of_a_registration_is_stored_normalized(browser, notation):
    assert register(browser, email=notation).json()["email"] == FORM["email"]
    assert browser.log_in(FORM["email"], FORM["password"]).status_code == 200


@pytest.mark.parametrize("notation", ["newcomer@example.com", *email_variants("newcomer@example.com")])
def test_registered_email_is_refused_in_any_notation(browser, notation):
    register(browser)
    response = register(browser, email=notation)

    assert response.status_code == 400
    assert response.json()["code"] == "invalid_request"
    assert list(response.json()["fields"]) == ["email"]
    assert User.objects.count() == 1


def test_email_registered_by_another_user_during_hashing_is_refused(browser, monkeypatch):
    def slow_hash(password):
        User.objects.create_user(FORM["email"], None, full_name="Rita Rival")
        return make_password(password)

    monkeypatch.setattr(registration, "make_password", slow_hash)
    assert list(register(browser).json()["fields"]) == ["email"]
    assert User.objects.get().full_name == "Rita Rival"


def test_emails_whose_domains_differ_by_an_accent_are_two_users(browser):
    assert register(browser, email="user@bücher.example").status_code == 201
    assert register(browser, email="user@bucher.example").status_code == 201
    assert browser.log_in("user@bücher.example", FORM["password"]).json()["user"]["email"] == "user@bücher.example"


@pytest.mark.parametrize("name", ["Zoë O'Neill-Smith", "陳大文", "Łukasz Żółć", "J. R. Smith Jr."])
def test_registration_accepts_a_name_in_any_script(browser, name):
    assert register(browser, full_name=name).json()["full_name"] == name
    assert User.objects.get().full_name == name


@pytest.mark.usefixtures("_either_way")
def test_closed_registration_is_403(browser, settings):
    settings.REGISTRATION_OPEN = False
    response = register(browser)

    assert response.status_code == 403
    assert response.json()["code"] == "registration_closed"
    assert nobody_registered()


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize(
    "weak",
    ["Xk3-9vPq_7z", "peanutbutter", "739184620571", "newcomer@example.com", "NEWCOMER@EXAMPLE", "nora newcomer"],
    ids=["eleven characters", "common", "only digits", "the e-mail", "like the e-mail", "like the name"],
)
def test_registration_with_a_weak_password_is_refused(browser, weak):
    response = register(browser, password=weak)

    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["password"]
    assert nobody_registered()


@pytest.mark.parametrize("good", ["Xk3-9vPq_7zT", " leading and trailing ", "pässwörter 密碼 🔑", "x-9" * 42 + "yz"])
def test_password_of_12_to_128_characters_is_accepted_exactly(browser, good):
    assert register(browser, password=good).status_code == 201
    assert browser.log_in(FORM["email"], good[1:]).status_code == 401
    assert browser.log_in(FORM["email"], good[:-1]).status_code == 401
    assert browser.log_in(FORM["email"], good).status_code == 200


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize("extra", ["role", "is_active", "is_superuser", "phone", "id", "\ud800"])
def test_registration_with_an_unknown_field_writes_nothing(browser, extra):
    response = register(browser, **{extra: "manager"})

    assert response.status_code == 400
    assert len(response.json()["fields"]) == 1
    assert nobody_registered()


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize("field", FORM)
@pytest.mark.parametrize("value", [None, "", [], {}, True, "nul\0character", "lone \ud800 surrogate"])
def test_registration_field_must_be_a_non_empty_string(browser, field, value):
    response = register(browser, **{field: value})

    assert response.status_code == 400
    assert list(response.json()["fields"]) == [field]


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize("field", FORM)
def test_every_registration_field_is_required(browser, field):
    response = browser.post("/api/users/register/", {name: value for name, value in FORM.items() if name != field})
    assert list(response.json()["fields"]) == [field]


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "a" + LONGEST_EMAIL),
        ("email", "no address"),
        ("email", "two@example.com, three@example.com"),
        ("email", "line\nbreak@example.com"),
        ("email", '"call\\ 555-0100"@example.com'),
        ("email", '"form\x0cfeed"@example.com'),
        ("full_name", "n" * 71),
        ("full_name", "two\nlines"),
        ("password", "x-9" * 43),
    ],
)
def test_too_long_or_malformed_registration_value_is_refused(browser, field, value):
    assert list(register(browser, **{field: value}).json()["fields"]) == [field]


def test_longest_registration_values_are_accepted(browser):
    assert len(LONGEST_EMAIL) == 254
    assert register(browser, email=LONGEST_EMAIL, full_name="n" * 70).status_code == 201
    assert browser.log_in(LONGEST_EMAIL, FORM["password"]).status_code == 200
