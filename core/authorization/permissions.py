"""Which capability a route's method asks for: declared on the view, closed where nothing is declared."""

from dataclasses import dataclass
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.authorization.capabilities import Capability, capabilities_of
from core.exceptions import NotAuthenticated, PermissionDenied


@dataclass(frozen=True)
class RequiresCapability(BasePermission):
    """One rule for one method of one route: a signed-in user with one of the capabilities, or `public`: anybody."""

    capabilities: frozenset[Capability] = frozenset()
    public: bool = False

    def has_permission(self, request: Request, view: Any) -> bool:
        """Judges by the role alone, before any object is looked at; raises the error that applies."""
        if self.public:
            return True
        user = request.user
        if not user or not user.is_authenticated:
            raise NotAuthenticated
        if self.capabilities.isdisjoint(capabilities_of(user)):
            raise PermissionDenied
        return True


class DenyAll(BasePermission):
    """The default of DRF's setting, for a view that is no ApiView and names no permission: refused."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        raise PermissionDenied


def requires(*capabilities: Capability) -> RequiresCapability:
    """The rule of a method that is for users with one of these capabilities."""
    return RequiresCapability(frozenset(capabilities))


ALLOW_ANY = RequiresCapability(public=True)
DENY_ALL = DenyAll()
