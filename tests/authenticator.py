"""A software authenticator: creates passkeys and signs with them as a browser would, with ES256."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN = "https://app.bank.example"
USER_PRESENT, USER_VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
AAGUID = bytes(16)


def encode(raw):
    """Base64url without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """Holds one credential for each relying party and user. The options of a call override what it answers.

    `counts=False` behaves as synchronized passkeys do, whose counter is always 0.
    """

    counts: bool = True
    origin: str = ORIGIN
    credentials: list = field(default_factory=list)

    def create(self, options, **overrides):
        """`PublicKeyCredential.toJSON()` of a new credential for these creation options."""
        rp_id = overrides.get("rp_id", options["rp"]["id"])
        key = ec.generate_private_key(ec.SECP256R1())
        credential = {
            "id": secrets.token_bytes(32),
            "key": key,
            "rp_id": rp_id,
            "user": options["user"]["id"],
            "count": 1 if self.counts else 0,
        }
        self.credentials.append(credential)
        client_data = self._client_data("webauthn.create", options, overrides)
        attested = AAGUID + len(credential["id"]).to_bytes(2, "big") + credential["id"] + _cose(key)
        data = self._authenticator_data(credential, overrides, extra=ATTESTED) + attested
        return {
            "id": encode(credential["id"]),
            "rawId": encode(credential["id"]),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode(client_data),
                "attestationObject": encode(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
                "transports": ["internal", "hybrid"],
            },
        }

    def get(self, options, **overrides):
        """`PublicKeyCredential.toJSON()` of a signature for these request options."""
        credential = self._choose(options)
        if self.counts:
            credential["count"] += 1
        client_data = self._client_data("webauthn.get", options, overrides)
        data = self._authenticator_data(credential | {"rp_id": overrides.get("rp_id", options["rpId"])}, overrides)
        key = overrides.get("key", credential["key"])
        signature = key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return {
            "id": encode(credential["id"]),
            "rawId": encode(credential["id"]),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode(client_data),
                "authenticatorData": encode(data),
                "signature": encode(signature),
                "userHandle": overrides.get("user", credential["user"]),
            },
        }

    def _choose(self, options):
        allowed = {each["id"] for each in options.get("allowCredentials", [])}
        return next(
            credential
            for credential in reversed(self.credentials)
            if not allowed or encode(credential["id"]) in allowed
        )

    def _client_data(self, kind, options, overrides):
        facts = {
            "type": overrides.get("type", kind),
            "challenge": overrides.get("challenge", options["challenge"]),
            "origin": overrides.get("origin", self.origin),
            "crossOrigin": overrides.get("cross_origin", False),
        }
        return json.dumps(facts).encode()

    def _authenticator_data(self, credential, overrides, extra=0):
        flags = overrides.get("flags", USER_PRESENT | USER_VERIFIED) | extra
        count = overrides.get("count", credential["count"])
        return hashlib.sha256(credential["rp_id"].encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")


def _cose(key):
    """The public key in COSE: EC2, ES256, P-256."""
    numbers = key.public_key().public_numbers()
    return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
