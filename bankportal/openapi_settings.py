"""Settings of drf-spectacular, which generates the OpenAPI document."""

from typing import Any

from core.validation import MAX_ID

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Bank portal API",
    "DESCRIPTION": (
        "Rotating tokens, one user at a time on one browser. Every error has the shape `Error`. Bodies are JSON in "
        "UTF-8; a field that is unknown or given twice is a 400, and so is an unknown query parameter; an empty one "
        "counts as not given. Times are UTC, with six fraction digits and `Z`. Dates are days of the bank's time "
        "zone (`time_zone` in `/api/config/`)."
    ),
    "VERSION": "1.0.0",
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
    ],
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "core.authorization.roles.Role",
        "AccountStatusEnum": "accounts.enums.Status",
        "LoanStatusEnum": "loans.enums.LoanStatus",
        "InstalmentStatusEnum": "loans.enums.RowStatus",
    },
}
