"""Bodies to the byte: what `json.dumps` would not write."""


def send_raw(browser, method, path, body, content_type="application/json", **headers):
    """Sends these very bytes, signed in as `browser` is."""
    if browser.access:
        headers.setdefault("Authorization", f"Bearer {browser.access}")
    return browser.client.generic(method, path, body, content_type=content_type, headers=headers)
