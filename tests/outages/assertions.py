"""Assertions about responses during an outage."""


def is_unavailable(response):
    """Whether the response is a 503 in the API's error shape with a Retry-After."""
    return (
        response.status_code == 503
        and response.json()["code"] == "unavailable"
        and int(response.headers["Retry-After"]) >= 1
    )
