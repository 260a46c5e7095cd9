"""People in the admin: created by invitation, changed by the same services as in the API, never deleted."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from core.client import client_of
from core.errors import Refusal
from core.roles import Role
from users.admin_forms import PersonForm
from users.models import User
from users.rights import may_change
from users.selectors import people_visible_to
from users.services.people import change_person, invite

admin.site.unregister(Group)  # rights go by role


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Cashiers see members, managers everybody. No password is shown or set here."""

    seen_by = frozenset({Role.CASHIER, Role.MANAGER})
    list_display = ["email", "full_name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["email", "full_name", "phone"]
    ordering = ["-id"]
    form = PersonForm
    fields = ["email", "full_name", "phone", "role", "is_active", "date_joined", "last_login"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Those whom the signed-in person may see."""
        return people_visible_to(cast("User", request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The e-mail is the name and stays; a new person is active."""
        return ["date_joined", "last_login", *(["email"] if obj else ["is_active"])]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Staff may invite; whom, the service judges."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As in the API."""
        actor = request.user
        if not isinstance(actor, User) or actor.role != Role.MANAGER:
            return False
        return obj is None or may_change(actor, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Without Django's transaction around it: the services open their own, and audit inside it."""
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[Any]", change: bool) -> None:
        """Through the services."""
        actor, client = cast("User", request.user), client_of(request)
        try:
            if change:
                changes = {name: form.cleaned_data[name] for name in form.changed_data}
                change_person(actor=actor, user_id=obj.pk, changes=changes, client=client)
            else:
                person = invite(
                    actor=actor,
                    email=obj.email,
                    full_name=obj.full_name,
                    role=obj.role,
                    phone=obj.phone,
                    client=client,
                )
                obj.pk = person.pk
        except Refusal as refusal:
            raise PermissionDenied(str(refusal)) from refusal
