"""Settings of drf-spectacular, which generates the OpenAPI document."""

from typing import Any

from core.validation import MAX_ID

_TAGS = {
    "users": "Signing in and out, passwords, registration, profiles; people, for staff.",
    "confirmations": "Confirming exactly one request with a second factor.",
    "sessions": "The browsers that a person is signed in with.",
    "accounts": "Accounts, their entries and statements.",
    "transactions": "Transfers, deposits, withdrawals, reversals and receipts.",
    "tills": "The cash in tills and the vault.",
    "loans": "Loan products, quotes, applications, schedules and repayments.",
    "dashboard": "The start page of each role.",
    "reports": "Reports, for managers.",
    "audit": "Audit events, for managers.",
    "config": "What an application asks before the sign-in.",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Bank portal API",
    "DESCRIPTION": (
        "Rotating tokens, one user at a time on one browser. Every error has the shape `Error`. Bodies are JSON in "
        "UTF-8; a field that is unknown or given twice is a 400, and so is an unknown query parameter; an empty one "
        "counts as not given. Times are UTC, with six fraction digits and `Z`. Dates are days of the bank's time "
        "zone (`time_zone` in `/api/config/`). Sentences for people are in the language of `Accept-Language`; codes, "
        "names and figures are the same in every language."
    ),
    "VERSION": "2.0.0",
    # The server that the document was loaded from.
    "SERVERS": [{"url": "/", "description": "This server"}],
    "CONTACT": {"name": "The bank that operates this server"},
    "TAGS": [{"name": name, "description": description} for name, description in _TAGS.items()],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/",
    "COMPONENT_SPLIT_REQUEST": True,
    "PATH_CONVERTER_OVERRIDES": {
        "bounded": {"type": "integer", "minimum": 1, "maximum": MAX_ID},
        "account": {"type": "string", "pattern": "^[0-9]{1,34}$"},
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.openapi_errors.inline_error_codes",
        "core.api.openapi_types.move_null_to_components",
        "core.api.openapi_headers.add_response_headers",
        "bankportal.openapi_examples.add_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "core.authorization.roles.Role",
        "AccountStatusEnum": "accounts.enums.Status",
        "LoanStatusEnum": "loans.enums.LoanStatus",
        "InstalmentStatusEnum": "loans.enums.RowStatus",
        "InterestMethodEnum": "loans.enums.Method",
        "TransactionTypeEnum": "transactions.enums.TransactionType",
        "EntryDirectionEnum": "transactions.enums.Direction",
        "AccountTypeEnum": "accounts.enums.CUSTOMER_TYPE_CHOICES",
    },
}
