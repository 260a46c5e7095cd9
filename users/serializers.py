"""What users' endpoints take and give."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import NormalizedField, StrictSerializer
from core.authorization.roles import Role
from core.text import LONGEST_FORM
from users.emails import MAX_EMAIL, canonical
from users.models import User
from users.names import MAX_NAME, RULE, TOO_LONG, clean_name
from users.passwords import PasswordLengthValidator
from users.phone_numbers import MAX_LENGTH, normalize_phone


class PasswordField(serializers.CharField):
    """A password as it was typed: never trimmed, never shown, at most 128 characters."""

    def __init__(self, **options: Any) -> None:
        options |= {"trim_whitespace": False, "write_only": True}
        super().__init__(style={"input_type": "password"}, **options)
        self.validators.append(PasswordLengthValidator())


class NewEmailField(serializers.EmailField):
    """An address to be stored: brought to its one spelling, then checked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_EMAIL, **options)

    def to_internal_value(self, data: Any) -> str:
        """Canonical; the validators, which run after this, see what will be stored."""
        text = super().to_internal_value(data)
        if len(text) > LONGEST_FORM * MAX_EMAIL:
            self.fail("max_length", max_length=MAX_EMAIL)
        address = canonical(text)
        if address.startswith('"'):
            # A quoted local part may hold spaces and control characters: sentences, and header lines, in our mails.
            self.fail("invalid")
        return address


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


class NameField(NormalizedField):
    """A person's name. The one that is stored already is valid, whatever rules it is from.

    `stored_name` in the serializer's context tells it, and is asked only where the rules refuse what was sent.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_NAME, error_messages={"max_length": TOO_LONG}, help_text=RULE, **options)

    def to_internal_value(self, data: Any) -> str:
        """By `users.names`."""
        try:
            name = clean_name(super().to_internal_value(data))
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc
        if not name:
            self.fail("blank")
        return name

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The name as it will be stored."""
        try:
            return super().run_validation(data)
        except serializers.ValidationError:
            stored = self.context.get("stored_name", lambda: None)()
            if stored is not None and isinstance(data, str) and data.strip() == stored.strip():
                return stored
            raise


class LoginSerializer(StrictSerializer):
    """`POST login/`."""

    email = NormalizedField(
        max_length=MAX_EMAIL, help_text="In any spelling; a wrong one is answered like a wrong password."
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

    email = NewEmailField()
    password = PasswordField()
    full_name = NameField()


class RegistrationConfirmSerializer(StrictSerializer):
    """`POST register/confirm/`: what the mailed link carried, and the password chosen at registration."""

    uid = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=128)
    password = PasswordField()


class EmailChangeSerializer(StrictSerializer):
    """`POST me/email/`."""

    email = NewEmailField()
    password = PasswordField()


class EmailChangeConfirmSerializer(StrictSerializer):
    """`POST me/email/confirm/`: what the mailed link carried."""

    uid = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=128)


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

    email = NewEmailField()
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

    email = NormalizedField(max_length=MAX_EMAIL)


class PasswordResetConfirmSerializer(StrictSerializer):
    """`POST password/reset/confirm/`: what the mailed link carried."""

    uid = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=128)
    new_password = PasswordField()
