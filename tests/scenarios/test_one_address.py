"""Many users behind one address: all can log in, and wrong passwords for one user throttle that user only."""

import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers

WRONG = "not the password"


@pytest.mark.slow
def test_forty_users_log_in_from_one_address_and_only_one_user_is_throttled(server):
    people = [f"office-{number}@example.com" for number in range(40)]
    server.add_people(dict.fromkeys(people, "member"))
    browsers = open_browsers(server, len(people))

    responses = map_concurrently(Browser.log_in, browsers, people)
    assert count_outcomes(responses) == {"200": 40}
    assert [response.json()["user"]["email"] for response in responses] == people

    attacker = server.browser()
    for _ in range(5):
        assert attacker.log_in(people[0], WRONG).json()["code"] == "invalid_credentials"
    refused = attacker.log_in(people[0], WRONG)
    assert refused.status_code == 429
    assert refused.json()["code"] == "throttled"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60

    assert count_outcomes(map_concurrently(Browser.check, browsers)) == {"200": 40}
    assert count_outcomes(map_concurrently(Browser.log_in, browsers[1:9], people[1:9])) == {"200": 8}
