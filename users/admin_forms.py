"""The form of a person in the admin: validated by the API's serializers, saved by its services."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import ModelForm

from confirmations.staff_forms import FACTOR_FIELDS, CodeField, CredentialField, show_factor_error
from core.authorization.roles import Role
from core.exceptions import ApplicationError, Unavailable
from users.models import User
from users.policies import can_assign_role
from users.selectors import user_by_email
from users.serializers import InvitationSerializer, PersonChangeSerializer
from users.services.user_management import EMAIL_TAKEN

if TYPE_CHECKING:
    PersonModelForm = ModelForm[User]
else:
    PersonModelForm = ModelForm  # takes a parameter in the stubs only


class PersonForm(PersonModelForm):
    """Errors of the API's serializers become errors of the form, which keeps the input.

    `submit` calls the service, whose errors become errors of the form, too.
    """

    code = CodeField()  # declared for Django, which refuses unknown names in `fields`; `factors` has what is shown
    credential = CredentialField()
    actor: ClassVar[User]
    factors: ClassVar[dict[str, forms.Field]] = {}  # the fields by which the actor confirms a change of role
    submit: ClassVar[Callable[["PersonForm"], None]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTOR_FIELDS:
            del self.fields[name]
        for field in self.fields.values():  # the serializer checks the length of the normalized text
            field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
            field.widget.attrs.pop("maxlength", None)
        self.fields |= self.factors
        role = self.fields.get("role")
        if isinstance(role, forms.ChoiceField):
            role.choices = [choice for choice in Role.choices if can_assign_role(self.actor, choice[0])]

    def clean(self) -> dict[str, Any]:
        """The validated values, for the services."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        serializer_class = PersonChangeSerializer if self.instance.pk else InvitationSerializer
        serializer = serializer_class(
            data={name: value for name, value in data.items() if name in serializer_class().fields},
            context={"stored_name": lambda: self.initial.get("full_name")},
        )
        if serializer.is_valid():
            data.update(serializer.validated_data)
        else:
            for name, errors in serializer.errors.items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, [str(error) for error in errors])
        if "email" in data and not self.instance.pk and user_by_email(data["email"]):
            self.add_error("email", EMAIL_TAKEN)
        return data

    def _post_clean(self) -> None:
        """Runs Django's last step of validation, then the service. Raises Unavailable."""
        super()._post_clean()  # type: ignore[misc]  # the stubs do not know it
        if self.errors:
            return
        try:
            type(self).submit(self)
        except Unavailable:
            raise
        except ApplicationError as error:
            self._show(error)

    def changes(self) -> dict[str, Any]:
        """The fields of the person that the user has changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name not in FACTOR_FIELDS}

    def _show(self, error: ApplicationError) -> None:
        if show_factor_error(self, error):
            return
        for name, texts in (error.fields or {"": [str(error)]}).items():
            self.add_error(name if name in self.fields else None, texts)
