"""Who may call a route's method: declared on the view, closed where nothing is declared."""

from dataclasses import dataclass
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.errors import NotAuthenticated, PermissionDenied
from core.roles import Role


@dataclass(frozen=True)
class Access(BasePermission):
    """One rule for one method of one route; `roles` empty means any signed-in user, `public` anybody."""

    public: bool = False
    roles: frozenset[Role] = frozenset()
    nobody: bool = False

    def has_permission(self, request: Request, view: Any) -> bool:
        """Judges by the role alone, before any object is looked at; raises the refusal that applies."""
        if self.public:
            return True
        if self.nobody:
            raise PermissionDenied
        user = request.user
        if not user or not user.is_authenticated:
            raise NotAuthenticated
        if self.roles and user.role not in self.roles:
            raise PermissionDenied
        return True


class Undeclared(BasePermission):
    """The default of DRF's setting, for a view that is no ApiView and names no permission: refused."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        raise PermissionDenied


PUBLIC = Access(public=True)
SIGNED_IN = Access()
UNDECLARED = Access(nobody=True)
STAFF = Access(roles=frozenset({Role.CASHIER, Role.MANAGER}))
MEMBERS = Access(roles=frozenset({Role.MEMBER}))
MEMBERS_AND_MANAGERS = Access(roles=frozenset({Role.MEMBER, Role.MANAGER}))
MANAGERS = Access(roles=frozenset({Role.MANAGER}))
