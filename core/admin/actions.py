"""Actions of staff on a row in the admin: confirmed on a page, run by the API's service, reported in a message."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from unfold.decorators import action
from unfold.enums import ActionVariant

from core.admin.confirmation import ConfirmForm, confirmation, summary_rows
from core.api.serializers import StrictSerializer
from core.client_info import ClientInfo, get_client_info
from core.exceptions import ApplicationError, Unavailable

Row = Any


@dataclass(frozen=True)
class ConfirmedRequest:
    """A confirmed action: the user, the client, and the input as the API's serializer validated it.

    `key` came with the confirmation page: a form that is sent twice from one page is one request.
    """

    actor: Any
    client: ClientInfo
    validated_data: dict[str, Any]
    key: str
    path: str
    form: ConfirmForm


Handler = Callable[[Any, HttpRequest, Row, ConfirmedRequest], str]


@dataclass(frozen=True)
class AdminAction:
    """One action on a row: its texts, its input, who may run it, on which rows, and the method that runs it."""

    name: str
    title: str
    description: str
    serializer: type[StrictSerializer]
    permission: str
    condition: Callable[[Row], bool]
    redirect_to_list: bool
    handler: Handler

    def is_offered(self, page: Any, request: HttpRequest, row: Row) -> bool:
        """Whether the row's page shows the button. The service checks the state of the row again."""
        return self.is_allowed(page, request, row) and self.condition(row)

    def is_allowed(self, page: Any, request: HttpRequest, row: Row) -> bool:
        """By the page's own `has_<permission>_permission`."""
        return bool(getattr(page, f"has_{self.permission}_permission")(request, row))

    def handle(self, page: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """The confirmation page, or the response after it was confirmed."""
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        if not getattr(page, f"has_{self.permission}_permission")(request):
            raise PermissionDenied  # before the row is read: missing and forbidden rows look alike
        row = page.get_object(request, unquote(object_id))
        if row is None:
            absent: HttpResponse = page._get_obj_does_not_exist_redirect(request, page.opts, object_id)
            return absent
        if not self.is_allowed(page, request, row):
            raise PermissionDenied
        form_class = page.confirm_forms.get(self.name, ConfirmForm)
        form = form_class(self.serializer, request.POST if request.method == "POST" else None, request)
        if not form.is_valid():
            return self._render_confirmation(page, request, row, form)
        return self._run(page, request, row, form)

    def _render_confirmation(self, page: Any, request: HttpRequest, row: Row, form: ConfirmForm) -> HttpResponse:
        context = {
            "title": self.title,
            "description": self.description,
            "form": form,
            "row_title": page.row_title(row),
            "summary": summary_rows(page, row),
        }
        return confirmation(page, request, {**context, "back": _get_url(page, row.pk)})

    def _run(self, page: Any, request: HttpRequest, row: Row, form: ConfirmForm) -> HttpResponse:
        number, confirmed = row.pk, confirmed_request(request, form)
        try:
            page.message_user(request, self.handler(page, request, row, confirmed), messages.SUCCESS)
        except Unavailable:
            raise
        except ApplicationError as error:
            was_refused = form.show(error)
            again: Any = self._render_confirmation(page, request, row, form)
            if was_refused:
                again.error = error  # for the audit log
                again.moves_money = self.handler.__name__ in page.money_actions
            return again  # type: ignore[no-any-return]
        return HttpResponseRedirect(_get_url(page, None if self.redirect_to_list else number))


def confirmed_action(
    title: str,
    *,
    description: str,
    serializer: type[StrictSerializer] = StrictSerializer,
    permission: str = "act",
    condition: Callable[[Row], bool] = lambda _row: True,
    redirect_to_list: bool = False,
    icon: str | None = None,
    danger: bool = False,
) -> Callable[[Handler], Any]:
    """Makes a page's method an action of `actions_detail`.

    The method calls a service and returns the message to show; an ApplicationError that it raises is shown on the
    confirmation page, which keeps what was typed.
    `description` says on the confirmation page what will happen, `serializer` validates the input as in the API's
    route, `permission` names the page's `has_<permission>_permission`, `condition` selects the rows whose page has the
    button; with `redirect_to_list` the list is shown afterwards.
    """

    def decorate(handler: Handler) -> Any:
        admin_action = AdminAction(
            handler.__name__, title, description, serializer, permission, condition, redirect_to_list, handler
        )

        @wraps(handler)
        def view(page: Any, request: HttpRequest, object_id: str) -> HttpResponse:
            return admin_action.handle(page, request, object_id)

        variant = ActionVariant.DANGER if danger else ActionVariant.DEFAULT
        made = action(description=title, url_path=handler.__name__.replace("_", "-"), icon=icon, variant=variant)(view)
        made.admin_action = admin_action
        return made

    return decorate


def confirmed_bulk_action(title: str, *, description: str) -> Callable[[Handler], Any]:
    """Makes a page's method an action of its list; the method gets the selected rows and must not refuse one."""

    def decorate(handler: Handler) -> Any:
        @wraps(handler)
        def run(page: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
            form = ConfirmForm(StrictSerializer, request.POST if "key" in request.POST else None)
            if form.is_valid():
                page.message_user(
                    request, handler(page, request, rows, confirmed_request(request, form)), messages.SUCCESS
                )
                return None  # back to the list
            selected = [(ACTION_CHECKBOX_NAME, number) for number in request.POST.getlist(ACTION_CHECKBOX_NAME)]
            context = {
                "title": title,
                "description": description,
                "form": form,
                "summary": [(row, page.row_summary(row)) for row in rows],
            }
            carried = [("action", handler.__name__), *selected]
            return confirmation(page, request, {**context, "carried": carried, "back": _get_url(page, None)})

        return admin.action(description=title, permissions=["act"])(run)

    return decorate


def confirmed_request(request: HttpRequest, form: ConfirmForm) -> ConfirmedRequest:
    """The request that a valid form confirms."""
    return ConfirmedRequest(
        request.user, get_client_info(request), form.validated_data, form.cleaned_data["key"], request.path, form
    )


def error_message(error: ApplicationError) -> str:
    """The error's message and those of its fields, as one text."""
    return " ".join([str(error), *(text for texts in (error.fields or {}).values() for text in texts)])


def _get_url(page: Any, number: Any) -> str:
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}"
    return reverse(f"{name}_changelist") if number is None else reverse(f"{name}_change", args=[number])
