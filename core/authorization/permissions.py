"""Permission classes: a view declares the capability that each method requires; the default is to deny."""

from dataclasses import dataclass
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core.authorization.capabilities import Capability, capabilities_of
from core.authorization.roles import needs_factor
from core.exceptions import FactorSetupRequired, NotAuthenticated, PermissionDenied


@dataclass(frozen=True)
class RequiresCapability(BasePermission):
    """Allows authenticated users who have one of the capabilities; with `public`, everyone."""

    capabilities: frozenset[Capability] = frozenset()
    public: bool = False

    def has_permission(self, request: Request, view: Any) -> bool:
        """Checks the user alone, before any object is read.

        Raises NotAuthenticated, PermissionDenied for the role, and FactorSetupRequired.
        """
        if self.public:
            return True
        user = request.user
        if not user or not user.is_authenticated:
            raise NotAuthenticated
        if self.capabilities.isdisjoint(capabilities_of(user)):
            raise PermissionDenied
        if needs_factor(user) and not getattr(view, "open_without_factor", False):  # guard: factor-required
            raise FactorSetupRequired
        return True


class DenyAll(BasePermission):
    """Denies every request: `DEFAULT_PERMISSION_CLASSES`, for views that declare no permission."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        raise PermissionDenied


def requires(*capabilities: Capability) -> RequiresCapability:
    """The permission of a method for users who have one of these capabilities."""
    return RequiresCapability(frozenset(capabilities))


ALLOW_ANY = RequiresCapability(public=True)
DENY_ALL = DenyAll()
