"""The values of the example requests, by name of a field or parameter and by operation."""

from typing import Any

# Variables of the collection: scripts set them from responses; until then they have values of the demo bank. Those
# whose names end in `_id` are numbers.
VARIABLES = {
    "access": "",
    "refresh": "",
    "account": "100000000190",
    "second_account": "100000000384",
    "member_id": "1",
    "product_id": "1",
    "loan_id": "1",
    "transaction_id": "1",
    "member_session_id": "1",
    "name": "summary",
}

VALUES: dict[str, Any] = {
    "account": "{{account}}",
    "currency": "USD",
    "current_password": "{{password}}",
    "description": "At the counter",
    "disbursed_on": "2026-01-15",
    "email": "nora-{{$guid}}@example.com",
    "first_due_date": "2026-02-15",
    "from_account": "{{account}}",
    "full_name": "Nora Newcomer",
    "Idempotency-Key": "{{$guid}}",
    "instalment_multiple": "0.01",
    "loan_id": "{{loan_id}}",
    "max_amount": "5000.00",
    "max_term_months": 24,
    "min_amount": "100.00",
    "name": "Holidays",
    "new_password": "another-pass-2026",
    "note": "Has saved for a year",
    "number": "{{account}}",
    "owner": "{{member_id}}",
    "password": "{{password}}",
    "phone": "+1 555 0100",
    "product": "{{product_id}}",
    "product_id": "{{product_id}}",
    "purpose": "Solar panel",
    "reason": "Agreed with the member",
    "refresh": "{{refresh}}",
    "role": "member",
    "session_id": "{{member_session_id}}",
    "term_months": 12,
    "to_account": "{{second_account}}",
    "token": "out-of-the-mailed-link",
    "transaction_id": "{{transaction_id}}",
    "uid": "out-of-the-mailed-link",
    "user_id": "{{member_id}}",
}

BODIES: dict[str, Any] = {
    "sign_in": {"email": "{{member_email}}", "password": "{{password}}", "bind_browser": False},
    "change_loan_product": {"annual_rate": "11.75", "max_term_months": 36},
    "request_password_reset": {"email": "{{member_email}}"},
}

# Path parameters whose value differs from that of the field of the same name.
PATH_VALUES = {"get_report": {"name": "summary"}}
