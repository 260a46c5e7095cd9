"""What a login gets in place of a session, if the password was right and a second factor is due."""

from dataclasses import dataclass

from audit.events import Event
from audit.services import record
from core.client_info import ClientInfo
from core.keys import Purpose, is_signature, sign
from factors import login_challenges
from factors.enums import LoginTransport
from factors.login_challenges import FactorDue
from factors.models import LoginChallenge
from factors.relying_party import RelyingParty
from factors.signed_challenges import ChallengePurpose
from factors.usable_factors import usable_factors
from sessions_browser.cookies import browser_hash
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import is_used_by_another
from users.link_tokens import get_user_facts
from users.models import User

Opened = BrowserSession | BrowserInUse | FactorDue


@dataclass(frozen=True)
class LoginTarget:
    """Where a login leads: its browser (a random value for an unbound session), the binding, and the transport."""

    browser_id: str
    binding: Binding
    transport: LoginTransport
    rp: RelyingParty | None = None  # None: no passkeys from this origin

    @property
    def browser_hash(self) -> str:
        """As in `browser_sessions`."""
        return browser_hash(self.browser_id)

    @property
    def known_by(self) -> str | None:
        """The cookie by which the browser may be known.

        None without a bound session: a script may send no cookie at all.
        """
        return self.browser_id if self.binding is Binding.COOKIE_REQUIRED else None


def start_factor_step(
    user: User, target: LoginTarget, client: ClientInfo, *, must_change_password: bool
) -> FactorDue | BrowserInUse:
    """The challenge of a login, in its transaction and under the lock of the user's row.

    Returns BrowserInUse where another user has a live session on the browser.
    """
    if is_used_by_another(target.browser_hash, user.pk):
        return BrowserInUse()
    challenge, row = login_challenges.create(
        user_id=user.pk,
        facts=sign(Purpose.CHALLENGES, _facts(user)),
        browser_hash=target.browser_hash,
        binding=target.binding.name,
        transport=target.transport,
        must_change_password=must_change_password,
    )
    record(Event.LOGIN_FACTOR_DUE, client=client, user_id=user.pk, actor_id=user.pk)
    return describe(row, challenge, target.rp)


def describe(row: LoginChallenge, challenge: str, rp: RelyingParty | None) -> FactorDue:
    """What the client must know for the second step; without a relying party, passkeys are left out."""
    methods, options = usable_factors(row.user_id, rp, ChallengePurpose.LOGIN_FACTOR, row.challenge_hash)
    return FactorDue(challenge, methods, row.expires_at, options)


def facts_are_unchanged(row: LoginChallenge, user: User) -> bool:
    """Whether the user is active and has the password, role and address of the first step."""
    return user.is_active and is_signature(Purpose.CHALLENGES, _facts(user), row.facts)  # guard: login-challenge-facts


def _facts(user: User) -> str:
    return "\x1f".join(["login", *get_user_facts(user)])
