"""Request and response bodies of the endpoints about people."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from core.api.serializers import NormalizedField, StrictSerializer
from core.authorization.roles import Role
from core.text import LONGEST_FORM
from users.email_normalization import MAX_EMAIL, normalize_email
from users.models import User
from users.names import MAX_NAME, RULE, TOO_LONG, clean_name
from users.phone_numbers import MAX_LENGTH, normalize_phone


class NewEmailField(serializers.EmailField):
    """An e-mail address to store: normalized, then validated."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_EMAIL, **options)

    def to_internal_value(self, data: Any) -> str:
        """The normalized address, which the validators then check."""
        text = super().to_internal_value(data)
        if len(text) > LONGEST_FORM * MAX_EMAIL:
            self.fail("max_length", max_length=MAX_EMAIL)
        address = normalize_email(text)
        if address.startswith('"'):
            # A quoted local part may contain spaces and control characters, which could inject text into mails.
            self.fail("invalid")
        return address


class PhoneField(serializers.CharField):
    """A telephone number as people write it, or an empty text."""

    def __init__(self, **options: Any) -> None:
        help_text = "At least three digits, with an extension or without, e.g. `(555) 123-4567 ext. 12`."
        super().__init__(max_length=MAX_LENGTH, allow_blank=True, help_text=help_text, **options)

    def to_internal_value(self, data: Any) -> str:
        """The normalized number, whose length is checked afterwards."""
        try:
            return normalize_phone(super().to_internal_value(data))
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc


class NameField(NormalizedField):
    """A person's name. The stored name is always valid, even under older rules.

    `stored_name` in the serializer's context returns it; it is called only if the rules refuse the given name.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_NAME, error_messages={"max_length": TOO_LONG}, help_text=RULE, **options)

    def to_internal_value(self, data: Any) -> str:
        """The name, cleaned by `users.names`."""
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


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person, for staff and for the person."""

    class Meta:
        model = User
        fields = ["id", "email", "full_name", "phone", "role", "is_active", "date_joined", "last_login"]
        read_only_fields = fields


class MeSerializer(PersonSerializer):
    """One's own profile."""

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "language"]
        read_only_fields = fields


class ProfileSerializer(StrictSerializer):
    """`PATCH me/`."""

    full_name = NameField(required=False)
    phone = PhoneField(required=False)
    language = serializers.ChoiceField(
        settings.LANGUAGES, required=False, help_text="Of mails; one of `languages` in `/api/config/`."
    )


class InvitationSerializer(StrictSerializer):
    """`POST /api/users/`."""

    email = NewEmailField()
    full_name = NameField()
    role = serializers.ChoiceField(Role.choices)
    phone = PhoneField(required=False, default="")


class PersonChangeSerializer(StrictSerializer):
    """`PATCH /api/users/{id}/`."""

    full_name = NameField(required=False)
    phone = PhoneField(required=False)
    role = serializers.ChoiceField(Role.choices, required=False)
    is_active = serializers.BooleanField(required=False)
