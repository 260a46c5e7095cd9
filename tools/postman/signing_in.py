"""Signing in: tokens that are kept, rotate, are refused when spent, and end with the session."""

from tools.postman.step import Step


def sign_in(role: str) -> Step:
    """By a script, so bound to no browser. The collection keeps the tokens of every answer that has some."""
    email = f"{{{{{role}_email}}}}"
    return Step(
        name=f"The {role} signs in",
        operation="sign_in",
        body={"email": email, "password": "{{password}}", "bind_browser": False},
        expect={"user.email": email, "user.role": role},
        checks={"both tokens are in the body": "pm.expect(answer).to.include.all.keys('access', 'refresh')"},
        keep={f"{role}_user_id": "user.id", f"{role}_session_id": "session.id"},
    )


def sign_out(role: str) -> Step:
    """Ends the session of the token kept."""
    return Step(name=f"The {role} signs out", operation="sign_out", status=204)


STEPS = [
    sign_in("member"),
    Step(
        name="The access token is good",
        operation="check_authentication",
        expect={"authenticated": True, "user.email": "{{member_email}}", "user.role": "member"},
    ),
    Step(
        name="A refresh gives new tokens",
        operation="refresh_tokens",
        copy={"spent_refresh": "refresh", "earlier_access": "access"},
        body={"refresh": "{{refresh}}"},
        checks={
            "the refresh token is another": "pm.expect(answer.refresh).to.not.eql(pm.variables.get('spent_refresh'))",
            "the access token is another": "pm.expect(answer.access).to.not.eql(pm.variables.get('earlier_access'))",
        },
    ),
    Step(
        name="The spent refresh token, at once",
        operation="refresh_tokens",
        status=401,
        body={"refresh": "{{spent_refresh}}"},
        expect={"code": "token_superseded"},
    ),
    Step(
        name="The session lives on, with the new token",
        operation="check_authentication",
        expect={"authenticated": True, "user.email": "{{member_email}}"},
    ),
    Step(
        name="A wrong password",
        operation="sign_in",
        status=401,
        body={"email": "{{member_email}}", "password": "not-{{password}}", "bind_browser": False},
        expect={"error": "Invalid email or password.", "code": "invalid_credentials"},
    ),
    sign_out("member"),
    Step(
        name="The access token is dead",
        operation="check_authentication",
        status=401,
        expect={"code": "session_ended"},
    ),
    Step(
        name="So is the refresh token",
        operation="refresh_tokens",
        status=401,
        body={"refresh": "{{refresh}}"},
        expect={"code": "session_ended"},
    ),
]
