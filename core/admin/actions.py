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
    """What was confirmed: by whom, from where, with which input (`words`, as the API's serializer cleaned it).

    `key` came with the confirmation page: a form that is sent twice from one page is one request.
    """

    actor: Any
    client: ClientInfo
    words: dict[str, Any]
    key: str
    path: str


Do = Callable[[Any, HttpRequest, Row, ConfirmedRequest], str]


@dataclass(frozen=True)
class AdminAction:
    """One action: its name on the button, what the page says will happen, and who may see it when."""

    name: str
    title: str
    says: str
    asks: type[StrictSerializer]
    permission: str
    when: Callable[[Row], bool]
    ends_row: bool
    do: Do

    def is_offered(self, page: Any, request: HttpRequest, row: Row) -> bool:
        """Whether the row's page shows the button: the state of the row is for show, the service judges it again."""
        return self.is_allowed(page, request, row) and self.when(row)

    def is_allowed(self, page: Any, request: HttpRequest, row: Row) -> bool:
        """By the page's own `has_<permission>_permission`."""
        return bool(getattr(page, f"has_{self.permission}_permission")(request, row))

    def answer(self, page: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """The confirmation page, or what came of it."""
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        if not getattr(page, f"has_{self.permission}_permission")(request):
            raise PermissionDenied  # before the row is looked for: absent and forbidden answer alike
        row = page.get_object(request, unquote(object_id))
        if row is None:
            absent: HttpResponse = page._get_obj_does_not_exist_redirect(request, page.opts, object_id)
            return absent
        if not self.is_allowed(page, request, row):
            raise PermissionDenied
        form = ConfirmForm(self.asks, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask(page, request, row, form)
        return self._done(page, request, row, form)

    def _ask(self, page: Any, request: HttpRequest, row: Row, form: ConfirmForm) -> HttpResponse:
        facts = {"title": self.title, "says": self.says, "form": form, "row": row, "facts": summary_rows(page, row)}
        return confirmation(page, request, {**facts, "back": _address(page, row.pk)})

    def _done(self, page: Any, request: HttpRequest, row: Row, form: ConfirmForm) -> HttpResponse:
        number, order = row.pk, confirmed_request(request, form)
        try:
            page.message_user(request, self.do(page, request, row, order), messages.SUCCESS)
        except Unavailable:
            raise
        except ApplicationError as refusal:
            page.message_user(request, error_message(refusal), messages.ERROR)
            refused = HttpResponseRedirect(_address(page, number))
            refused.refusal = refusal  # type: ignore[attr-defined]  # for the audit log
            refused.moves_money = self.do.__name__ in page.money_actions  # type: ignore[attr-defined]
            return refused
        return HttpResponseRedirect(_address(page, None if self.ends_row else number))


def confirmed_action(
    title: str,
    *,
    says: str,
    asks: type[StrictSerializer] = StrictSerializer,
    permission: str = "act",
    when: Callable[[Row], bool] = lambda _row: True,
    ends_row: bool = False,
    icon: str | None = None,
    danger: bool = False,
) -> Callable[[Do], Any]:
    """Makes a page's method an action of `actions_detail`.

    The method calls a service and returns the sentence that says what happened; an ApplicationError that it raises is
    shown instead. `asks` names the serializer whose words the API's route takes, `permission` the page's method
    that judges, `when` the rows whose page has the button, `ends_row` that the list is shown afterwards.
    """

    def decorate(do: Do) -> Any:
        admin_action = AdminAction(do.__name__, title, says, asks, permission, when, ends_row, do)

        @wraps(do)
        def view(page: Any, request: HttpRequest, object_id: str) -> HttpResponse:
            return admin_action.answer(page, request, object_id)

        variant = ActionVariant.DANGER if danger else ActionVariant.DEFAULT
        made = action(description=title, url_path=do.__name__.replace("_", "-"), icon=icon, variant=variant)(view)
        made.admin_action = admin_action
        return made

    return decorate


def confirmed_bulk_action(title: str, *, says: str) -> Callable[[Do], Any]:
    """Makes a page's method an action of its list: the method gets the selected rows, and refuses none."""

    def decorate(do: Do) -> Any:
        @wraps(do)
        def run(page: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
            form = ConfirmForm(StrictSerializer, request.POST if "key" in request.POST else None)
            if form.is_valid():
                page.message_user(request, do(page, request, rows, confirmed_request(request, form)), messages.SUCCESS)
                return None  # back to the list
            selected = [(ACTION_CHECKBOX_NAME, number) for number in request.POST.getlist(ACTION_CHECKBOX_NAME)]
            facts = {"title": title, "says": says, "form": form, "facts": [(row, page.fact_of(row)) for row in rows]}
            carried = [("action", do.__name__), *selected]
            return confirmation(page, request, {**facts, "carried": carried, "back": _address(page, None)})

        return admin.action(description=title, permissions=["act"])(run)

    return decorate


def confirmed_request(request: HttpRequest, form: ConfirmForm) -> ConfirmedRequest:
    """The request that a valid form confirms."""
    return ConfirmedRequest(request.user, get_client_info(request), form.words, form.cleaned_data["key"], request.path)


def error_message(refusal: ApplicationError) -> str:
    """The rule that refused it."""
    return " ".join([str(refusal), *(text for texts in (refusal.fields or {}).values() for text in texts)])


def _address(page: Any, number: Any) -> str:
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}"
    return reverse(f"{name}_changelist") if number is None else reverse(f"{name}_change", args=[number])
