"""The variables of the collection, and the parameters that take them."""

# Scripts set them from responses. Those whose names end in `_id` are numbers.
VARIABLES = [
    "access", "refresh", "account", "second_account", "member_id", "product_id", "loan_id", "transaction_id",
    "member_session_id",
]  # fmt: skip

# The value of a parameter of a path or of a header, where a step gives none.
DEFAULTS = {
    "Idempotency-Key": "{{$guid}}",
    "loan_id": "{{loan_id}}",
    "number": "{{account}}",
    "transaction_id": "{{transaction_id}}",
}
