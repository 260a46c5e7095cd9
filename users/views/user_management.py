"""People, for staff: lists, invites and changes them."""

from functools import partial
from typing import Any

from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from confirmations.approval import approval_for
from confirmations.summary import Summary, confirmed_with
from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import BooleanParameter, ChoiceParameter, PageSerializer, SearchParameter
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.authorization.roles import Role
from users.exceptions import LastAdministrator
from users.models import User
from users.request import UserRequest
from users.selectors import find_people, name_visible_to, person_visible_to
from users.serializers import InvitationSerializer, PersonChangeSerializer, PersonSerializer
from users.services.user_management import change_person, invite
from users.summaries import summarize_change


class PeopleFilters(PageSerializer):
    """The filters of the list."""

    role = ChoiceParameter(Role.values)
    search = SearchParameter("In name, e-mail and phone.")
    is_active = BooleanParameter()


class PeopleView(ApiView):
    """Lists people, and invites one."""

    @Operation(
        "list_people", "List people", "Cashiers see members, managers everybody.",
        allow=requires(Capability.VIEW_MEMBERS),
        query=PeopleFilters,
        response=paginated_schema(PersonSerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, query: dict[str, Any]) -> Response:
        people = find_people(
            request.user, role=query["role"], search=query["search"] or "", is_active=query["is_active"]
        )
        return paginated_response(
            people,
            PersonSerializer,
            request,
            self,
            shown=lambda rows: record_read_by(request, Event.PERSON_READ, [person.pk for person in rows]),
        )

    @Operation(
        "invite_person", "Create a person and send the invitation",
        "Cashiers enrol members, managers also cashiers, the administrator also managers.",
        allow=requires(Capability.ENROL_MEMBER),
        body=InvitationSerializer,
        response=PersonSerializer,
        status=201,
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> User:
        return invite(actor=request.user, client=request.client, **body)


def _stored_name(request: UserRequest, user_id: int) -> dict[str, Any]:
    return {"stored_name": partial(name_visible_to, request.user, user_id)}


def _summarize_change(request: UserRequest, user_id: int, body: dict[str, Any]) -> Summary:
    return summarize_change(request.user, user_id, body)


class PersonView(ApiView):
    """One person."""

    @Operation("get_person", "Get user", allow=requires(Capability.VIEW_MEMBERS), response=PersonSerializer)
    def get(self, request: UserRequest, user_id: int) -> User:
        person = person_visible_to(request.user, user_id)
        record_read_by(request, Event.PERSON_READ, [person.pk])
        return person

    @Operation(
        "change_person", "Change a person",
        "Deactivation and a change of role end all sessions of the person. Staff with a second factor confirm a change "
        "of role.",
        allow=requires(Capability.CHANGE_PEOPLE),
        body=PersonChangeSerializer,
        context=_stored_name,
        response=PersonSerializer,
        raises=(LastAdministrator,),
        step_up=confirmed_with(_summarize_change),
    )  # fmt: skip
    def patch(self, request: UserRequest, user_id: int, body: dict[str, Any]) -> User:
        person = change_person(
            actor=request.user, user_id=user_id, changes=body, client=request.client, approval=approval_for(request)
        )
        record_read_by(request, Event.PERSON_READ, [person.pk])
        return person
