"""The base of admin pages: rights by role, nothing added, changed or deleted unless a page says so."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from core.roles import Role

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin  # takes a parameter in the stubs only


class ReadOnlyAdmin(ModelAdmin):
    """Shows rows to the roles in `seen_by`."""

    seen_by: ClassVar[frozenset[Role]] = frozenset({Role.MANAGER})
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the index lists it."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role."""
        return getattr(request.user, "role", None) in self.seen_by

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False
