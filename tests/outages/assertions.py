"""What is asked of answers here."""


def is_unavailable(response):
    """Whether it is a 503 in the API's shape, with the wait."""
    return (
        response.status_code == 503
        and response.json()["code"] == "unavailable"
        and int(response.headers["Retry-After"]) >= 1
    )
