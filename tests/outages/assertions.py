"""What is asked of answers here."""


def is_unavailable(answer):
    """Whether it is a 503 in the API's shape, with the wait."""
    return (
        answer.status_code == 503 and answer.json()["code"] == "unavailable" and int(answer.headers["Retry-After"]) >= 1
    )
