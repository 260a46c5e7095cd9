"""Request and response bodies of login, passwords, registration and e-mail changes."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import NormalizedField, StrictSerializer
from core.user_agents import browser_name
from users.email_normalization import MAX_EMAIL
from users.models import KnownBrowser, User
from users.password_hashing import PasswordLengthValidator
from users.serializers import NameField, NewEmailField


class PasswordField(serializers.CharField):
    """A password, which is not trimmed and never returned; at most 128 characters."""

    def __init__(self, **options: Any) -> None:
        options |= {"trim_whitespace": False, "write_only": True}
        super().__init__(style={"input_type": "password"}, **options)
        self.validators.append(PasswordLengthValidator())


class BindingFieldsSerializer(StrictSerializer):
    """What every login chooses: where the tokens go, and how the session is bound."""

    transport = serializers.ChoiceField(
        ["body", "cookie"], default="body", help_text="Where the tokens go: into the body, or into HttpOnly cookies."
    )
    bind_browser = serializers.BooleanField(
        required=False,
        help_text=(
            "True: the `browserId` cookie is required on every request. False: no cookie is set or read; not allowed "
            "for browsers. Without it: required if the login shows a browser, sends a `browserId` or asks for cookies."
        ),
    )


class LoginSerializer(BindingFieldsSerializer):
    """`POST login/`."""

    email = NormalizedField(
        max_length=MAX_EMAIL, help_text="Case-insensitive. Unknown addresses return `invalid_credentials`."
    )
    password = PasswordField()


class SignedInUserSerializer(serializers.ModelSerializer[User]):
    """The user in the response to a login."""

    must_change_password = serializers.BooleanField(
        required=False, help_text="True where the password is known from a data breach; otherwise left out."
    )

    class Meta:
        model = User
        fields = ["id", "email", "full_name", "role", "must_change_password"]
        read_only_fields = ["id", "email", "full_name", "role"]


class LoginSessionSerializer(serializers.Serializer[Any]):
    """The session in the response to a login."""

    id = serializers.IntegerField()
    expires_at = serializers.DateTimeField(help_text="The earlier of the idle and the absolute expiry.")


class SignedInSerializer(serializers.Serializer[Any]):
    """The response to a login; without the tokens in cookie transport."""

    access = serializers.CharField(required=False)
    refresh = serializers.CharField(required=False)
    user = SignedInUserSerializer()
    session = LoginSessionSerializer()


class RefreshSerializer(StrictSerializer):
    """`POST token/refresh/`; empty in cookie transport."""

    refresh = serializers.CharField(max_length=1024, required=False)


class TokensSerializer(serializers.Serializer[Any]):
    """New tokens; an empty object in cookie transport."""

    access = serializers.CharField(required=False)
    refresh = serializers.CharField(required=False)


class CurrentUserSerializer(serializers.ModelSerializer[User]):
    """The user in `auth/check/`."""

    class Meta:
        model = User
        fields = ["id", "email", "role"]
        read_only_fields = fields


class AuthCheckSerializer(serializers.Serializer[Any]):
    """`GET auth/check/`."""

    authenticated = serializers.BooleanField()
    user = CurrentUserSerializer()


class KnownBrowserSerializer(serializers.ModelSerializer[KnownBrowser]):
    """A browser on which the user has signed in."""

    browser = serializers.SerializerMethodField(help_text="A readable name, such as `Firefox 140 on Linux`.")
    last_seen_at = serializers.DateTimeField(help_text="The last sign-in or, while signed in, the last activity.")
    current = serializers.SerializerMethodField(help_text="Whether this very request came from it.")

    class Meta:
        model = KnownBrowser
        fields = ["id", "browser", "first_seen_at", "last_seen_at", "current"]
        read_only_fields = fields

    def get_browser(self, row: KnownBrowser) -> str:
        """See `browser_name`."""
        return browser_name(row.user_agent)

    def get_current(self, row: KnownBrowser) -> bool:
        """Whether the session of the request is on it."""
        return bool(row.browser_hash == self.context.get("browser_hash"))


class RegistrationSerializer(StrictSerializer):
    """`POST register/`."""

    email = NewEmailField()
    password = PasswordField()
    full_name = NameField()


class LinkSerializer(StrictSerializer):
    """The two parameters of a mailed link."""

    uid = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=128)


class RegistrationConfirmSerializer(LinkSerializer):
    """`POST register/confirm/`: the parameters of the mailed link, and the password of the registration."""

    password = PasswordField()


class EmailChangeSerializer(StrictSerializer):
    """`POST me/email/`."""

    email = NewEmailField()
    password = PasswordField()


class EmailChangeConfirmSerializer(LinkSerializer):
    """`POST me/email/confirm/`: the parameters of the mailed link."""


class PasswordChangeSerializer(StrictSerializer):
    """`POST password/change/`."""

    current_password = PasswordField()
    new_password = PasswordField()


class PasswordResetSerializer(StrictSerializer):
    """`POST password/reset/`."""

    email = NormalizedField(max_length=MAX_EMAIL)


class PasswordResetConfirmSerializer(LinkSerializer):
    """`POST password/reset/confirm/`: the parameters of the mailed link, and the new password."""

    new_password = PasswordField()
