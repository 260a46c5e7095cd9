"""People in the admin: invites and changes them with the API's services; nobody is deleted."""

from functools import partial
from typing import Any, cast

import django.contrib.auth.admin  # noqa: F401 (registers the page of groups, which is taken out below)
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import Field, ModelForm
from django.http import HttpRequest

from audit.admin_reads import RecordedAdmin
from audit.events import Event
from confirmations.staff_forms import StepUpForm, factor_fields, run_approved
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.columns import BAD, GOOD, INFO, badge, badge_column, column, two_lines
from core.admin.filters import DateRangeFilter
from core.admin.links import Link
from core.authorization.capabilities import Capability, has_capability
from core.authorization.roles import Role
from core.client_info import get_client_info
from sessions_browser.admin import revoke_each
from sessions_browser.selectors import active_sessions_of
from users.admin_forms import PersonForm
from users.authentication.factor_reset import reset_factors
from users.authentication.passwords import request_reset
from users.models import User
from users.policies import can_edit
from users.selectors import people_visible_to
from users.services.user_management import change_person, invite

admin.site.unregister(Group)  # permissions are capabilities of the role

PERSON = column("person", lambda person: two_lines(person.full_name, person.email), ordering="full_name")
ROLE = badge_column("role", {Role.CASHIER: INFO, Role.MANAGER: INFO})
STATUS = column(
    "status",
    lambda person: badge("Active", GOOD) if person.is_active else badge("Deactivated", BAD),
    name="status_badge",
    ordering="is_active",
)
FACTOR = column("second factor", lambda person: badge("Set up", GOOD) if person.has_factor else badge("None"))

_FACTS = [STATUS, FACTOR, "date_joined", "last_login"]  # of a stored person; changed by actions


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """Cashiers see members, managers all users. Passwords are neither shown nor set here."""

    heading, noun, nouns = "People", "person", "people"
    view_capability, act_capability = Capability.VIEW_MEMBERS, Capability.MANAGE_ALL_SESSIONS
    read_event = Event.PERSON_READ
    list_display = [PERSON, "phone", ROLE, STATUS, FACTOR, "last_login"]
    list_filter = ["role", "is_active", ("date_joined", DateRangeFilter)]
    search_fields = ["email", "full_name_folded__finds", "phone"]
    ordering = ["-id"]
    form = PersonForm
    fields = ["email", "full_name", "phone", "role"]
    link_lookups = frozenset({"id__exact"})
    links = [
        Link("Accounts", "accounts_account", lambda person: {"owner__id__exact": person.pk}),
        Link("Loans", "loans_loan", lambda person: {"borrower__id__exact": person.pk}),
        Link("Sessions", "sessions_browser_browsersession", lambda person: {"user__id__exact": person.pk}),
        Link("Transactions posted", "transactions_transaction",
             lambda person: {"created_by__id__exact": person.pk}),
        Link("Audit log about them", "audit_auditevent", lambda person: {"user_id": person.pk}),
        Link("Audit log of what they did", "audit_auditevent", lambda person: {"actor_id": person.pk}),
    ]  # fmt: skip
    actions_detail = ["send_password_reset", "revoke_sessions", "remove_factors", "deactivate", "activate"]
    confirm_forms = {"remove_factors": StepUpForm}

    def users_of(self, row: User) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.pk]

    def row_title(self, row: User) -> str:
        """The full name; the e-mail is on the page."""
        return row.full_name or row.email

    def history_filter(self, row: User) -> dict[str, Any] | None:
        """What happened to the person."""
        return {"user_id": row.pk}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """The people that the signed-in user may see."""
        return people_visible_to(cast("User", request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The e-mail address of a stored person, and one's own role."""
        if obj is None:
            return []
        return [*_FACTS, "email", *(["role"] if obj.pk == request.user.pk else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form with the roles that the signed-in user may assign; it calls the service for that user."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        actor = cast("User", request.user)
        facts = {"actor": actor, "submit": partial(_submit, request), "factors": self._factor_fields(request, obj)}
        return type(form)(form.__name__, (form,), facts)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a stored person, with facts, and with the fields that confirm a change of role."""
        return [*self.fields, *(_FACTS if obj else []), *self._factor_fields(request, obj)]

    def _factor_fields(self, request: HttpRequest, obj: Any) -> dict[str, Field]:
        if obj is None or not self.has_change_permission(request, obj) or obj.pk == request.user.pk:
            return {}
        return factor_fields(request, "Needed to change the role.")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Staff may invite; the service checks for which role."""
        return self.has_view_permission(request) and has_capability(request.user, Capability.ENROL_MEMBER)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As in the API."""
        actor = request.user
        if not isinstance(actor, User) or not has_capability(actor, Capability.CHANGE_PEOPLE):
            return False
        return obj is None or can_edit(actor, obj)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """As Django's; the message after an invitation says that it was mailed."""
        invited = getattr(request, "invited", None)
        super().message_user(request, message if invited is None else _invited_text(invited), *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[Any]", change: bool) -> None:
        """Does nothing: the form has called the service."""

    @confirmed_action(
        "Send a password reset",
        description="A link to choose a new password is mailed, at most three times an hour. Nothing else changes "
        "until the link is used.",
        permission="view",
        condition=lambda person: person.is_active,
        icon="mail",
    )
    def send_password_reset(self, request: HttpRequest, person: User, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/users/password/reset/`, which does not reveal whether a mail was sent."""
        request_reset(email=person.email, client=confirmed.client, actor=confirmed.actor)
        return f"A link is mailed to {person.email}, unless the limit of this hour is reached."

    @confirmed_action(
        "Revoke all sessions",
        description="Every browser this person is signed in on is signed out at once.",
        icon="logout",
        danger=True,
    )
    def revoke_sessions(self, request: HttpRequest, person: User, confirmed: ConfirmedRequest) -> str:
        """Ends each session as `DELETE /api/sessions/{id}/` does."""
        return f"{revoke_each(active_sessions_of(person.pk), confirmed)} sessions of {person.email} revoked."

    @confirmed_action(
        "Remove second factors",
        description="For somebody who has lost them. All sessions end, the person gets a notice, and signs in with the "
        "password alone until a new factor is set up. Make sure first who is asking.",
        permission="change",
        condition=lambda person: person.has_factor,
        icon="lock_reset",
        danger=True,
    )
    def remove_factors(self, request: HttpRequest, person: User, confirmed: ConfirmedRequest) -> str:
        """As `DELETE /api/users/{id}/factors/`."""
        reset = partial(reset_factors, actor=confirmed.actor, user_id=person.pk, client=confirmed.client)
        run_approved(request, confirmed.form, {}, lambda approval: reset(approval=approval))
        return f"The second factors of {person.email} are removed."

    @confirmed_action(
        "Deactivate",
        description="All sessions end, and nobody signs in with this address until the person is active again.",
        permission="change",
        condition=lambda person: person.is_active,
        icon="person_off",
        danger=True,
    )
    def deactivate(self, request: HttpRequest, person: User, confirmed: ConfirmedRequest) -> str:
        """As `PATCH /api/users/{id}/`."""
        change_person(actor=confirmed.actor, user_id=person.pk, changes={"is_active": False}, client=confirmed.client)
        return f"{person.email} is deactivated."

    @confirmed_action(
        "Activate again",
        description="The person may sign in again, with the password of before. Sessions that have ended stay ended.",
        permission="change",
        condition=lambda person: not person.is_active,
        icon="person_check",
    )
    def activate(self, request: HttpRequest, person: User, confirmed: ConfirmedRequest) -> str:
        """As `PATCH /api/users/{id}/`."""
        change_person(actor=confirmed.actor, user_id=person.pk, changes={"is_active": True}, client=confirmed.client)
        return f"{person.email} is active again."


def _submit(request: HttpRequest, form: PersonForm) -> None:
    """Invites or changes the person. Raises the ApplicationError of the service."""
    actor, client, person = cast("User", request.user), get_client_info(request), form.instance
    if person.pk:
        changes = form.changes()
        change = partial(change_person, actor=actor, user_id=person.pk, changes=changes, client=client)
        run_approved(request, form, changes, lambda approval: change(approval=approval))
        return
    given = {name: form.cleaned_data[name] for name in ("email", "full_name", "role", "phone")}
    person.pk = invite(actor=actor, client=client, **given).pk
    request.invited = person  # type: ignore[attr-defined]  # for the message


def _invited_text(person: User) -> str:
    return f"{person.full_name} was added. An invitation with a link to choose a password is mailed to {person.email}."
