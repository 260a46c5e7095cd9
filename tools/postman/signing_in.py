"""Login and refresh: tokens rotate, a spent one is refused, and all end with the session."""

from tools.postman.step import Step, refused


def sign_in(role: str) -> Step:
    """Signs in without binding to a browser. The collection stores the tokens of every response that has tokens."""
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
    """Ends the session of the stored token."""
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
    refused(
        "The spent refresh token, at once",
        "refresh_tokens",
        401,
        "token_superseded",
        body={"refresh": "{{spent_refresh}}"},
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
    refused("The access token is dead", "check_authentication", 401, "session_ended"),
    refused("So is the refresh token", "refresh_tokens", 401, "session_ended", body={"refresh": "{{refresh}}"}),
]
