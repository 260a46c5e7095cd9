"""How often each kind of request may be made; every limit comes from the environment."""

from bankportal import env


def throttle_rates() -> dict[str, str]:
    """`DEFAULT_THROTTLE_RATES` of Django REST framework: scope and rate."""
    # --- rate limits -----------------------------------------------------------------------------------------
    return {
        #: Requests without a sign-in to public routes (registration, password reset, `config/`), for each address.
        #: Login, refresh and logout do not count.
        "anon": env.rate("THROTTLE_ANON", "100/hour"),
        #: Requests of a signed-in user, from all addresses together.
        "user": env.rate("THROTTLE_USER", "1000/hour"),
        #: Password attempts for an account from one address, from browsers that the account does not know.
        "login": env.rate("THROTTLE_LOGIN", "5/minute"),
        #: Password attempts for an account from all addresses together, from browsers that the account does not know.
        #: After 100 wrong ones in a row they are refused until the user signs in on a known browser or resets the
        #: password.
        "login_account": env.rate("THROTTLE_LOGIN_ACCOUNT", "30/hour"),
        #: Password attempts for an account from one of its known browsers, on which it has signed in before. They do
        #: not draw on `THROTTLE_LOGIN` and `THROTTLE_LOGIN_ACCOUNT`, so that others cannot use up the owner's attempts.
        "login_known": env.rate("THROTTLE_LOGIN_KNOWN", "5/minute,10/hour"),
        #: Wrong passwords from one address: an IPv4 address or an IPv6 /64. The limit is five times as high for an IPv6
        #: /56, and ten times for a /48.
        "login_address": env.rate("THROTTLE_LOGIN_ADDRESS", "20/minute"),
        #: Successful logins of an account from all addresses together. Once the limit is reached, wrong passwords are
        #: refused as well, so that the refusal does not tell that a password was right.
        "login_success": env.rate("THROTTLE_LOGIN_SUCCESS", "60/hour"),
        #: Codes of an authenticator and recovery codes for an account, from all addresses together. A right code does
        #: not count; passkeys never do.
        "factor": env.rate("THROTTLE_FACTOR", "5/15minutes,20/day"),
        #: Requests that a user describes in order to confirm them (`/api/confirmations/`).
        "confirmation": env.rate("THROTTLE_CONFIRMATION", "60/hour"),
        #: Refreshes of a session, at most 250 in a period.
        "refresh": env.rate("THROTTLE_REFRESH", "30/minute"),
        #: Password reset mails for an account.
        "password_reset": env.rate("THROTTLE_PASSWORD_RESET", "3/hour"),
        #: Mails for registrations to an address, and as many for e-mail changes.
        "confirmation_mail": env.rate("THROTTLE_CONFIRMATION_MAIL", "3/hour"),
        #: E-mail changes that a user may request.
        "email_change": env.rate("THROTTLE_EMAIL_CHANGE", "20/hour"),
        #: Account numbers that a member names in a transfer, a loan or a path and that do not exist or belong to
        #: somebody else. Once the limit is reached, the member cannot pay other people's accounts for a while. Staff
        #: have no limit.
        "unknown_account": env.rate("THROTTLE_UNKNOWN_ACCOUNT", "20/hour"),
        #: Other people's accounts whose holder a member looks up (`payee/`), found or not. Staff have no limit.
        "payee": env.rate("THROTTLE_PAYEE", "60/hour"),
        #: Statements and receipts as PDF for a user, together.
        "statement_pdf": env.rate("THROTTLE_STATEMENT_PDF", "10/minute"),
    }
