"""`/api/loans/products/`: the loan products."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import PAGINATION_PARAMS, error_responses, paginated_schema
from core.api.pagination import paginated_response
from core.api.query_params import bool_param
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from loans.selectors import find_products, product_of
from loans.serializers import ProductSerializer
from loans.services.products import change_product, create_product
from users.request import current_user


class ProductsView(ApiView):
    """Lists products, and creates one."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS), "POST": requires(Capability.MANAGE_LOAN_PRODUCTS)}
    query_parameters = {"GET": [OpenApiParameter("is_active", bool), *PAGINATION_PARAMS]}

    @extend_schema(
        operation_id="list_loan_products",
        summary="List loan products",
        description="Only those that are `is_active` can be applied for.",
        responses={200: paginated_schema(ProductSerializer), **error_responses(400, 401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        found = find_products(is_active=bool_param(request, "is_active"))
        return paginated_response(found, ProductSerializer, request, self)

    @extend_schema(
        operation_id="create_loan_product",
        summary="Create a loan product",
        description="By a manager. Its terms bound every quote and application.",
        request=ProductSerializer,
        responses={201: ProductSerializer, **error_responses(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        fields = validate_body(ProductSerializer, request.data)
        product = create_product(actor=current_user(request), fields=fields, client=get_client_info(request._request))
        return Response(ProductSerializer(product).data, status=201)


class ProductView(ApiView):
    """One product."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS), "PATCH": requires(Capability.MANAGE_LOAN_PRODUCTS)}

    @extend_schema(
        operation_id="get_loan_product",
        summary="Get loan product",
        responses={200: ProductSerializer, **error_responses(401, 404, 429, 503)},
    )
    def get(self, request: Request, product_id: int) -> Response:
        return Response(ProductSerializer(product_of(product_id)).data)

    @extend_schema(
        operation_id="change_loan_product",
        summary="Change a loan product",
        description="Loans that were applied for before keep their terms.",
        request=ProductSerializer(partial=True),
        responses={200: ProductSerializer, **error_responses(400, 401, 403, 404, 415, 429, 503)},
    )
    def patch(self, request: Request, product_id: int) -> Response:
        fields: dict[str, Any] = validate_body(ProductSerializer, request.data, partial=True)
        product = change_product(
            actor=current_user(request), product_id=product_id, fields=fields, client=get_client_info(request._request)
        )
        return Response(ProductSerializer(product).data)
