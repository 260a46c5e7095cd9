"""The values of requests to confirmations in the access table: a transfer to describe, a confirmation to give."""

from uuid import UUID

from confirmations.request import ConfirmableRequest
from confirmations.services.confirmations import create
from sessions_browser.models import BrowserSession
from tests.second_factors import code_at, give_totp
from users.models import User

ABSENT = UUID(int=0)


def confirmation_values(row, owner, caller, number, target):
    """A transfer between two accounts, or a confirmation of the owner's session; the caller has an authenticator."""
    person = User.objects.filter(email=caller).first()
    values = {"code": "123456" if person is None else code_at(give_totp(person))}
    if "{confirmation_id}" in row.path:
        session = BrowserSession.objects.filter(user=owner).first()
        token = session.session_token if session else "of a session that has ended"
        asked = ConfirmableRequest(owner.pk, token, "a fingerprint")
        return values | {"confirmation_id": create(asked).pk}
    return values | {"request_body": {"from_account": number, "to_account": target, "amount": "5.00"}}
