"""The fingerprint of a request: equal for all spellings of the same JSON, different for any other request."""

import hashlib
import json
from typing import Any

from core.api.json_numbers import for_fingerprint


def fingerprint(method: str, path: str, body: dict[str, Any]) -> str:
    """The SHA-256 of method, path and canonical body, as 64 hexadecimal digits."""
    text = json.dumps(
        [method, path, body], sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=for_fingerprint
    )
    return hashlib.sha256(text.encode()).hexdigest()
