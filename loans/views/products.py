"""`/api/loans/products/`: the loan products."""

from typing import Any

from rest_framework.response import Response

from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import BooleanParameter, PageSerializer
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from loans.models import Product
from loans.selectors import find_products, product_of
from loans.serializers import LoanProductSerializer
from loans.services.products import change_product, create_product
from users.request import UserRequest


class ProductFilters(PageSerializer):
    """The filter of the list."""

    is_active = BooleanParameter()


class ProductsView(ApiView):
    """Lists products, and creates one."""

    @Operation(
        "list_loan_products", "List loan products", "Only those that are `is_active` can be applied for.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=ProductFilters,
        response=paginated_schema(LoanProductSerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, query: dict[str, Any]) -> Response:
        return paginated_response(find_products(is_active=query["is_active"]), LoanProductSerializer, request, self)

    @Operation(
        "create_loan_product", "Create a loan product",
        "By a manager. Its terms bound every quote and application.",
        allow=requires(Capability.MANAGE_LOAN_PRODUCTS),
        body=LoanProductSerializer,
        response=LoanProductSerializer,
        status=201,
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Product:
        return create_product(actor=request.user, fields=body, client=request.client)


class ProductView(ApiView):
    """One product."""

    @Operation(
        "get_loan_product", "Get loan product",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=LoanProductSerializer,
    )  # fmt: skip
    def get(self, request: UserRequest, product_id: int) -> Product:
        return product_of(product_id)

    @Operation(
        "change_loan_product", "Change a loan product",
        "Loans that were applied for before keep their terms.",
        allow=requires(Capability.MANAGE_LOAN_PRODUCTS),
        body=LoanProductSerializer,
        partial=True,
        response=LoanProductSerializer,
    )  # fmt: skip
    def patch(self, request: UserRequest, product_id: int, body: dict[str, Any]) -> Product:
        return change_product(actor=request.user, product_id=product_id, fields=body, client=request.client)
