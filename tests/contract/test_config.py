"""`GET /api/config/`: public, from the settings alone, and limited by address."""

import pytest

from tests.contract.error_assertions import assert_error
from tests.contract.query_budget_cases.cost import cost
from tests.rate_limit_settings import set_rates

CONFIG = "/api/config/"


def test_config_has_the_banks_settings(browser, settings):
    settings.BANK_NAME, settings.BANK_CURRENCY = "Kantonalbank", "CHF"
    settings.BANK_LOGO_URL, settings.BANK_COLOR = "https://app.bank.example/logo.svg", "#0b5fff"
    settings.REGISTRATION_OPEN, settings.BANK_TIME_ZONE = False, "Europe/Zurich"

    response = browser.get(CONFIG)

    assert response.status_code == 200
    assert response.json() == {
        "bank_name": "Kantonalbank",
        "logo_url": "https://app.bank.example/logo.svg",
        "color": "#0b5fff",
        "currency": "CHF",
        "time_zone": "Europe/Zurich",
        "registration_open": False,
        "languages": ["en", "es", "ar"],
        "passkey_rp_id": "app.bank.example",
    }
    assert response.headers["Cache-Control"] == "no-store"


def test_config_by_default_has_no_logo_and_no_color(browser):
    body = browser.get(CONFIG).json()

    assert (body["logo_url"], body["color"], body["registration_open"]) == (None, None, True)


def test_config_makes_no_query_and_sets_no_cookie(signed_in, member):
    browser = signed_in(member, transport="cookie")
    responses = []
    spent = cost(lambda: responses.append(browser.get(CONFIG)))

    assert (responses[0].status_code, spent["statements"]) == (200, 0)
    assert not responses[0].cookies


@pytest.mark.parametrize("token", ["rubbish", "a.b.c"])
def test_config_ignores_an_invalid_token_and_leaves_the_session_alone(token, signed_in, member):
    browser = signed_in(member, transport="cookie")
    good = browser.cookie("auth_token")
    browser.set_cookie("auth_token", token)
    assert browser.get(CONFIG).status_code == 200
    browser.set_cookie("auth_token", good)

    assert browser.check().status_code == 200


def test_config_draws_on_the_limit_of_the_address_also_with_a_token(settings, browser, signed_in, member):
    set_rates(settings, anon="2/hour")
    assert [browser.get(CONFIG).status_code for _ in range(2)] == [200, 200]

    response = signed_in(member).get(CONFIG)

    assert_error(response, 429, "throttled")
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("query", ["language=en", "x"])
def test_config_with_a_query_parameter_is_400(browser, query):
    assert_error(browser.get(f"{CONFIG}?{query}"), 400, "invalid_request")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_config_cannot_be_changed(signed_in, administrator, method):
    assert_error(signed_in(administrator).request(method, CONFIG, {}), 405, "method_not_allowed")


def test_config_is_readable_by_a_listed_origin(browser):
    response = browser.get(CONFIG, headers={"Origin": "https://app.bank.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "https://app.bank.example"
