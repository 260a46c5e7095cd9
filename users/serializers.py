"""What users' endpoints take and give."""

from typing import Any

from rest_framework import serializers

from core.bounds import MAX_PASSWORD
from core.roles import Role
from core.serializers import LineField, StrictSerializer
from users.emails import canonical
from users.models import User
from users.phone_numbers import MAX_LENGTH, normalize_phone


class PasswordField(serializers.CharField):
    """A password: never trimmed, never shown, at most 128 characters."""

    def __init__(self, **options: Any) -> None:
        options |= {"max_length": MAX_PASSWORD, "trim_whitespace": False, "write_only": True}
        super().__init__(style={"input_type": "password"}, **options)


class NewEmailField(serializers.EmailField):
    """An address to be stored: brought to its one spelling, then checked."""

    def to_internal_value(self, data: Any) -> str:
        """Canonical; the validators, which run after this, see what will be stored."""
        return canonical(super().to_internal_value(data))


class PhoneField(serializers.CharField):
    """A telephone number as people write it, or nothing."""

    def __init__(self, **options: Any) -> None:
        help_text = "At least three digits, with an extension or without, e.g. `(555) 123-4567 ext. 12`."
        super().__init__(max_length=MAX_LENGTH, allow_blank=True, help_text=help_text, **options)

    def to_internal_value(self, data: Any) -> str:
        """In its stored form; the length, which is checked after this, is that of the stored form."""
        try:
            return normalize_phone(super().to_internal_value(data))
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc


class NameField(LineField):
    """A person's name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=150, **options)


class LoginSerializer(StrictSerializer):
    """`POST login/`."""

    email = serializers.CharField(
        max_length=254, help_text="In any spelling; a wrong one is answered like a wrong password."
    )
    password = PasswordField()
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


class SignedInUserSerializer(serializers.ModelSerializer[User]):
    """The user in a login's answer."""

    class Meta:
        model = User
        fields = ["id", "email", "full_name", "role"]
        read_only_fields = fields


class LoginSessionSerializer(serializers.Serializer[Any]):
    """The session in a login's answer."""

    id = serializers.IntegerField()
    expires_at = serializers.DateTimeField(help_text="The nearer of the idle and the absolute limit.")


class SignedInSerializer(serializers.Serializer[Any]):
    """A login's answer; without the two tokens in cookie transport."""

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


class CheckedUserSerializer(serializers.ModelSerializer[User]):
    """The user in `auth/check/`."""

    class Meta:
        model = User
        fields = ["id", "email", "role"]
        read_only_fields = fields


class AuthCheckSerializer(serializers.Serializer[Any]):
    """`GET auth/check/`."""

    authenticated = serializers.BooleanField()
    user = CheckedUserSerializer()


class RegistrationSerializer(StrictSerializer):
    """`POST register/`."""

    email = NewEmailField(max_length=254)
    password = PasswordField()
    full_name = NameField()


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person, as staff and they themselves see them."""

    class Meta:
        model = User
        fields = ["id", "email", "full_name", "phone", "role", "is_active", "date_joined", "last_login"]
        read_only_fields = fields


class ProfileSerializer(StrictSerializer):
    """`PATCH me/`."""

    full_name = NameField(required=False)
    phone = PhoneField(required=False)


class InvitationSerializer(StrictSerializer):
    """`POST /api/users/`."""

    email = NewEmailField(max_length=254)
    full_name = NameField()
    role = serializers.ChoiceField(Role.choices)
    phone = PhoneField(required=False, default="")


class PersonChangeSerializer(ProfileSerializer):
    """`PATCH /api/users/{id}/`."""

    role = serializers.ChoiceField(Role.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class PasswordChangeSerializer(StrictSerializer):
    """`POST password/change/`."""

    current_password = PasswordField()
    new_password = PasswordField()


class PasswordResetSerializer(StrictSerializer):
    """`POST password/reset/`."""

    email = serializers.CharField(max_length=254)


class PasswordResetConfirmSerializer(StrictSerializer):
    """`POST password/reset/confirm/`: what the mailed link carried."""

    uid = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=128)
    new_password = PasswordField()
