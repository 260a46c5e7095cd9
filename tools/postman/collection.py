"""The collection and its environment: the scripted days first, then every operation by tag."""

import json
from pathlib import Path
from typing import Any

from tools.postman import cashiers_day, managers_day, signing_in
from tools.postman.document import DOCUMENT, Operation, Schema, operations
from tools.postman.examples import VARIABLES
from tools.postman.request import bearer_of, request_of
from tools.postman.step import Step, event, item_of

FOLDER = DOCUMENT.parent / "postman"
COLLECTION, ENVIRONMENT = "bank-portal.postman_collection.json", "local.postman_environment.json"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
SCRIPTS = Path(__file__).parent / "scripts"

# In the order in which they run.
DAYS: dict[str, tuple[str, list[Step]]] = {
    "Signing in": ("Tokens are kept, rotate, and end with the session.", signing_in.STEPS),
    "A cashier's day": ("A new member, cash in and out, a transfer, the till.", cashiers_day.STEPS),
    "A manager's day": ("A loan, a frozen account, a reversal, reports, the audit log, sessions.", managers_day.STEPS),
}

SETTINGS = {
    "base_url": "http://localhost:8000",
    "member_email": "member@example.com",
    "cashier_email": "cashier@bank.com",
    "manager_email": "manager@bank.com",
    "password": "demo-pass-2026",
}


def written() -> dict[str, str]:
    """`{file name: text}`; the same for the same OpenAPI document."""
    return {COLLECTION: _text(collection()), ENVIRONMENT: _text(environment())}


def collection() -> Schema:
    """The collection; every request sends the access token of the latest login or refresh."""
    by_id = {operation.id: operation for operation in operations()}
    days = [_folder(name, text, [item_of(step, by_id) for step in steps]) for name, (text, steps) in DAYS.items()]
    return {
        "info": {
            "name": "Bank portal",
            "description": "Made from docs/openapi.yaml by `make postman`; docs/postman/README.md says how to use it.",
            "schema": SCHEMA,
        },
        "auth": bearer_of("{{access}}"),
        "event": [event("prerequest", _script("refresh_early.js")), event("test", _script("keep_tokens.js"))],
        "variable": [{"key": key, "value": value} for key, value in VARIABLES.items()],
        "item": days + _reference(list(by_id.values())),
    }


def environment() -> Schema:
    """The environment for the demo bank of `make run`."""
    values = [
        {"key": key, "value": value, "type": "secret" if key == "password" else "default", "enabled": True}
        for key, value in SETTINGS.items()
    ]
    return {"name": "Bank portal, local", "values": values, "_postman_variable_scope": "environment"}


def _reference(found: list[Operation]) -> list[Schema]:
    """A folder for each tag, with its operations."""
    tags = sorted({operation.tag for operation in found})
    return [
        _folder(
            tag.capitalize(),
            f"Every operation under `{tag}`.",
            [{"name": each.summary, "request": request_of(each)} for each in found if each.tag == tag],
        )
        for tag in tags
    ]


def _folder(name: str, description: str, items: list[Schema]) -> Schema:
    return {"name": name, "description": description, "item": items}


def _script(name: str) -> list[str]:
    return (SCRIPTS / name).read_text().splitlines()


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
