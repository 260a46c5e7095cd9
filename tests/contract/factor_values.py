"""The values of requests about second factors in the access table: challenges, codes, passkeys, proofs."""

import json

from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from factors import passkeys, totp
from factors.enums import LoginTransport
from factors.models import Passkey
from factors.passkeys import Ceremony
from factors.proofs import record_proof
from factors.relying_party import RelyingParty
from factors.signed_challenges import ChallengePurpose, new_challenge
from sessions_browser.enums import Binding
from sessions_browser.models import BrowserSession
from tests.authenticator import ORIGIN, Authenticator
from tests.second_factors import code_at, give_totp
from users.authentication.factor_step import LoginTarget, start_factor_step

RP = RelyingParty("app.bank.example", (ORIGIN,))


def login_step_values(sends, owner):
    """The second step of a login, or a login with a passkey; nothing for other requests."""
    if sends == "second_step":
        secret = give_totp(owner)
        target = LoginTarget("a-browser-of-nobody", Binding.UNBOUND, LoginTransport.BODY)
        start = atomic_with_retry(start_factor_step)
        due = start(owner, target, SYSTEM_CLIENT, must_change_password=False)
        return {"challenge": due.challenge, "code": code_at(secret)}
    if sends != "passkey_login":
        return {}
    authenticator = Authenticator()
    give_passkey(owner, authenticator)
    challenge = new_challenge(ChallengePurpose.LOGIN, "")
    return {"challenge": challenge, "credential": authenticator.get(passkeys.request_options(RP, challenge))}


def factor_values(row, owner):
    """What a change of the owner's factors needs: a proof, a factor, a waiting secret or a new credential.

    Nothing for other requests.
    """
    values = {}
    if "/factors/" not in row.path:
        return values
    session = BrowserSession.objects.filter(user=owner).first()
    if session is not None:
        record_proof(session, by_factor=True)
    if "{passkey_id}" in row.path:
        values["passkey_id"] = give_passkey(owner, Authenticator()).pk
    elif row.sends == "first_code":
        values["code"] = code_at(totp.begin(owner.pk))
    elif row.sends == "new_passkey" and session is not None:
        values["credential"] = Authenticator().create(creation_options(owner, session.session_token))
    elif row.path.endswith(("/recovery-codes/", "/{user_id}/factors/")) or row.method == "DELETE":
        give_totp(owner)
    return values


def creation_options(owner, subject):
    challenge = new_challenge(ChallengePurpose.REGISTRATION, subject)
    return passkeys.creation_options(RP, challenge, user_id=owner.pk, email=owner.email, full_name="Owner")


def give_passkey(owner, authenticator):
    """Gives a user a passkey of this authenticator, without a request."""
    credential = authenticator.create(creation_options(owner, "test"))
    ceremony = Ceremony(RP, ChallengePurpose.REGISTRATION, ("test",))
    passkey, _ = passkeys.verify_creation(json.loads(json.dumps(credential)), ceremony)
    passkey.user_id, passkey.name = owner.pk, "Phone"
    passkey.save()
    type(owner).objects.filter(pk=owner.pk).update(has_factor=True)
    return Passkey.objects.get(pk=passkey.pk)
