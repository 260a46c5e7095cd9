"""Requests with any bytes as body, which `json.dumps` would not produce."""


def send_raw(browser, method, path, body, content_type="application/json", **headers):
    """Sends the body unchanged, with the access token of `browser`."""
    if browser.access:
        headers.setdefault("Authorization", f"Bearer {browser.access}")
    return browser.client.generic(method, path, body, content_type=content_type, headers=headers)
