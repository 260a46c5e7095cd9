"""People, for staff: lists, invites and changes them."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import PAGINATION_PARAMS, error_responses, paginated_schema, text_parameter
from core.api.pagination import paginated_response
from core.api.query_params import bool_param, choice_param, text_param
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.authorization.roles import Role
from core.client_info import get_client_info
from users.request import current_user
from users.selectors import find_people, name_visible_to, person_visible_to
from users.serializers import InvitationSerializer, PersonChangeSerializer, PersonSerializer
from users.services.user_management import change_person, invite


class PeopleView(ApiView):
    """Lists people, and invites one."""

    permissions = {"GET": requires(Capability.VIEW_MEMBERS), "POST": requires(Capability.ENROL_MEMBER)}
    query_parameters = {
        "GET": [
            OpenApiParameter("role", str, enum=Role.values),
            text_parameter("search", "In name, e-mail and phone."),
            OpenApiParameter("is_active", bool),
            *PAGINATION_PARAMS,
        ]
    }

    @extend_schema(
        operation_id="list_people",
        summary="List people",
        description="Cashiers see members, managers everybody.",
        responses={200: paginated_schema(PersonSerializer), **error_responses(400, 401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        people = find_people(
            current_user(request),
            role=choice_param(request, "role", Role.values),
            search=text_param(request, "search"),
            is_active=bool_param(request, "is_active"),
        )
        return paginated_response(
            people,
            PersonSerializer,
            request,
            self,
            shown=lambda rows: record_read_by(request, Event.PERSON_READ, [person.pk for person in rows]),
        )

    @extend_schema(
        operation_id="invite_person",
        summary="Create a person and send the invitation",
        description="Cashiers enrol members, managers also cashiers, the administrator also managers.",
        request=InvitationSerializer,
        responses={201: PersonSerializer, **error_responses(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validate_body(InvitationSerializer, request.data)
        person = invite(actor=current_user(request), client=get_client_info(request._request), **body)
        return Response(PersonSerializer(person).data, status=201)


class PersonView(ApiView):
    """One person."""

    permissions = {"GET": requires(Capability.VIEW_MEMBERS), "PATCH": requires(Capability.CHANGE_PEOPLE)}

    @extend_schema(
        operation_id="get_person",
        summary="Get user",
        responses={200: PersonSerializer, **error_responses(401, 403, 404, 429, 503)},
    )
    def get(self, request: Request, user_id: int) -> Response:
        person = person_visible_to(current_user(request), user_id)
        record_read_by(request, Event.PERSON_READ, [person.pk])
        return Response(PersonSerializer(person).data)

    @extend_schema(
        operation_id="change_person",
        summary="Change a person",
        description="Deactivation and a change of role end all sessions of the person.",
        request=PersonChangeSerializer,
        responses={200: PersonSerializer, **error_responses(400, 401, 403, 404, 415, 422, 429, 503)},
    )
    def patch(self, request: Request, user_id: int) -> Response:
        actor = current_user(request)
        stored = {"stored_name": lambda: name_visible_to(actor, user_id)}
        changes = validate_body(PersonChangeSerializer, request.data, context=stored)
        person = change_person(actor=actor, user_id=user_id, changes=changes, client=get_client_info(request._request))
        record_read_by(request, Event.PERSON_READ, [person.pk])
        return Response(PersonSerializer(person).data)
