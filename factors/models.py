"""The factors of users, and what is kept for minutes: challenges of logins, used challenges, proofs of sessions."""

from django.conf import settings
from django.db import models

from core.clock import now


class TotpDevice(models.Model):
    """The authenticator of a user: RFC 6238 codes of a secret, which is encrypted (`factors.encryption`).

    `last_step` is the time step of the last code that was accepted; a code of that step or an earlier one is refused,
    so that each code works once. A secret that waits for its first code is `pending_secret`; until then the former one
    stays valid.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kid = models.CharField(max_length=16, default="")  # of the key that encrypts `secret`
    secret = models.CharField(max_length=200, default="")  # empty: not enabled
    added_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    pending_kid = models.CharField(max_length=16, default="")
    pending_secret = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "totp_devices"

    def __str__(self) -> str:
        return f"Authenticator {self.pk}"


class Passkey(models.Model):
    """A WebAuthn credential. Its id may be too long for an index of MariaDB, so UNIQUE is on the SHA-256 of the id."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    credential_hash = models.CharField(max_length=64, unique=True)
    credential_id = models.TextField()  # base64url, as in WebAuthn's JSON
    public_key = models.TextField()  # COSE, base64url
    sign_count = models.BigIntegerField(default=0)
    backed_up = models.BooleanField(default=False)
    transports = models.JSONField(default=list)
    name = models.CharField(max_length=50)
    added_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "passkeys"

    def __str__(self) -> str:
        return f"Passkey {self.pk}"


class RecoveryCode(models.Model):
    """The hash of a recovery code that was not used yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "recovery_codes"
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_user_hash")]

    def __str__(self) -> str:
        return f"Recovery code {self.pk}"


class LoginChallenge(models.Model):
    """A login whose password was right and whose second factor is due.

    The client has the challenge, the row only its hash. `browser_hash`, `binding` and `transport` are those of the
    first step and become those of the session. `facts` is a signature of the user's password, role and address, so that
    a change of one of them ends the challenge.
    """

    challenge_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    facts = models.CharField(max_length=64)
    browser_hash = models.CharField(max_length=64)
    binding = models.CharField(max_length=20)
    transport = models.CharField(max_length=10)
    must_change_password = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "login_challenges"

    def __str__(self) -> str:
        return f"Login challenge {self.pk}"


class FactorProof(models.Model):
    """When a session has last proved who uses it, by the password or by a factor.

    `session_token` is that of `browser_sessions`: another login on the same browser has another one. There is no
    foreign key, which would lock the session's row.
    """

    session_token = models.CharField(max_length=64, unique=True)
    by_factor = models.BooleanField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "factor_proofs"

    def __str__(self) -> str:
        return f"Proof {self.pk}"


class UsedChallenge(models.Model):
    """A signed challenge that was used, until it expires. UNIQUE decides which of several requests uses it."""

    challenge_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "used_challenges"

    def __str__(self) -> str:
        return f"Used challenge {self.pk}"
