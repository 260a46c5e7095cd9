"""What is asserted of answers here."""


def is_unavailable(answer):
    """A 503 in the API's shape, with the wait."""
    assert answer.status_code == 503, answer.content
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["Retry-After"]) >= 1
