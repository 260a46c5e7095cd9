"""Creates and changes loan products."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from audit.events import Event
from audit.services import record
from core.authorization.capabilities import Capability, require_capability
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import InvalidRequest
from loans.models import Product
from loans.selectors import product_to_change
from users.models import User


@atomic_with_retry
def create_product(*, actor: User, fields: dict[str, Any], client: ClientInfo) -> Product:
    """A new product. Raises PermissionDenied, and InvalidRequest where its fields do not fit together."""
    require_capability(actor, Capability.MANAGE_LOAN_PRODUCTS)
    product = _saved(Product(**{"instalment_multiple": 1, **fields}))
    record(Event.LOAN_PRODUCT_CREATED, client=client, actor_id=actor.pk, product=product.pk, name=product.name)
    return product


@atomic_with_retry
def change_product(*, actor: User, product_id: int, fields: dict[str, Any], client: ClientInfo) -> Product:
    """Changes what new applications get; loans keep their own terms.

    Raises PermissionDenied, NotFound, InvalidRequest.
    """
    require_capability(actor, Capability.MANAGE_LOAN_PRODUCTS)
    product = product_to_change(product_id)
    changed = sorted(name for name, value in fields.items() if getattr(product, name) != value)
    if not changed:
        return product
    for name in changed:
        setattr(product, name, fields[name])
    _saved(product)
    record(Event.LOAN_PRODUCT_CHANGED, client=client, actor_id=actor.pk, product=product.pk, fields=changed)
    return product


def _less_than(field: str) -> str:
    return gettext("Must be less than %(field)s.") % {"field": field}


def _not_less_than(field: str) -> str:
    return gettext("Must not be less than %(field)s.") % {"field": field}


def _saved(product: Product) -> Product:
    if product.currency != settings.BANK_CURRENCY:
        raise InvalidRequest(
            currency=gettext("This bank keeps its accounts in %(currency)s.") % {"currency": settings.BANK_CURRENCY}
        )
    if product.max_amount < product.min_amount:
        raise InvalidRequest(max_amount=_not_less_than("min_amount"))
    if product.max_term_months < product.min_term_months:
        raise InvalidRequest(max_term_months=_not_less_than("min_term_months"))
    if product.disbursement_fee >= product.min_amount:
        raise InvalidRequest(disbursement_fee=_less_than("min_amount"))
    if product.principal_grace_months >= product.min_term_months:
        raise InvalidRequest(principal_grace_months=_less_than("min_term_months"))
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as exc:
        if not Product.objects.filter(name=product.name).exclude(pk=product.pk).exists():
            raise
        raise InvalidRequest(name=gettext("A product with this name already exists.")) from exc
    return product
