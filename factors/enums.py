"""The kinds of second factors, what may change of them, and where the tokens of a login go."""

from enum import StrEnum


class FactorMethod(StrEnum):
    """A kind of factor, in the order in which clients should offer them."""

    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"


class FactorChange(StrEnum):
    """What has changed of a user's factors, for the notice by mail."""

    TOTP_ADDED = "totp_added"
    TOTP_REMOVED = "totp_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_CREATED = "recovery_codes_created"
    RECOVERY_CODE_USED = "recovery_code_used"
    RESET = "reset"


class LoginTransport(StrEnum):
    """What a login is for: tokens in the body, tokens in cookies, or the staff site."""

    BODY = "body"
    COOKIE = "cookie"
    STAFF_SITE = "staff_site"
