"""The base of admin pages: permissions by capability; pages only show rows unless they declare more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from core.admin.changelist import CappedChangeList, CappedPaginator, folded_term
from core.admin.confirmation import ConfirmForm
from core.admin.filters import is_declared_lookup
from core.admin.links import Link
from core.admin.selection import SelectionRefused, keep_selected
from core.authorization.capabilities import Capability, has_capability
from core.exceptions import NotFound

if TYPE_CHECKING:
    DjangoAdmin = admin.ModelAdmin[Any]
else:
    from unfold.admin import ModelAdmin as UnfoldAdmin  # has no types

    DjangoAdmin = admin.ModelAdmin  # takes a parameter in the stubs only

AUDIT_LOG = "audit_auditevent"  # the page that has the history of rows


class WithoutTransaction(DjangoAdmin):
    """Django's ModelAdmin without its transaction around a page: services open their own, with the audit row inside.

    On SQLite each transaction takes the write lock when it begins, so that even showing a row would take it.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The part of Django's view inside its transaction."""
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]


if TYPE_CHECKING:
    ModelAdmin = WithoutTransaction
else:

    class ModelAdmin(UnfoldAdmin, WithoutTransaction):
        """Unfold's ModelAdmin, whose methods come before Django's."""


class ReadOnlyAdmin(ModelAdmin):
    """Shows rows to users with `view_capability`; its `actions_detail` are for those who also have `act_capability`.

    No user sees a page without a view capability.
    `heading` names the list, `noun` and `nouns` its rows; the model's names are the default. `summary` are the columns
    that a confirmation page shows; the list's are the default. `links` lead from a row to related rows, `link_lookups`
    are the list parameters that links use, `money_actions` the actions whose refusals are recorded as refused payments,
    `confirm_forms` the forms of actions whose confirmation page asks for more than the input.
    """

    heading: ClassVar[str] = ""
    noun: ClassVar[str] = ""
    nouns: ClassVar[str] = ""
    summary: ClassVar[list[Any] | None] = None
    view_capability: ClassVar[Capability | None] = None
    act_capability: ClassVar[Capability | None] = None
    links: ClassVar[list[Link]] = []
    link_lookups: ClassVar[frozenset[str]] = frozenset()
    money_actions: ClassVar[frozenset[str]] = frozenset()
    confirm_forms: ClassVar[dict[str, type[ConfirmForm]]] = {}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each facet counts the whole table
    paginator = CappedPaginator
    list_filter_submit = True
    list_per_page = list_max_show_all = 100  # rows that one page shows, and that can be selected at once
    list_disable_select_all = True
    change_form_outer_before_template = "admin/links.html"

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        self.noun_shown = self.noun or str(self.opts.verbose_name)
        self.nouns_shown = self.nouns or str(self.opts.verbose_name_plural)
        self.heading_shown = self.heading or capfirst(self.nouns_shown)

    def row_title(self, row: Any) -> str:
        """What the page of a row is called."""
        return capfirst(str(row))

    def load_rows(self, rows: Sequence[Any]) -> None:
        """Reads what the columns of a page of the list need, in a constant number of queries."""

    def history_filter(self, row: Any) -> dict[str, Any] | None:
        """The audit log's parameters for the events of a row; None where it records none of them."""
        return None

    def history_url(self, request: HttpRequest, row: Any) -> str:
        """The audit log of a row; empty for a user who may not see it, or where there is none."""
        found = self.history_filter(row)
        if found is None or not self._can_follow(Link("", AUDIT_LOG, lambda _: found), request):
            return ""
        return f"{reverse(f'admin:{AUDIT_LOG}_changelist')}?{urlencode(found)}"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Redirects to the audit log, or where there is none to the row: Django's own history is not written."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        return HttpResponseRedirect(self.history_url(request, row) or page)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, whose rows have what their columns need."""
        changelist = super().get_changelist_instance(request)
        self.load_rows(list(changelist.result_list))
        return changelist

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the index lists the page."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Users of the staff site with the page's capability."""
        return (
            self.view_capability is not None
            and has_capability(request.user, Capability.USE_STAFF_SITE)
            and has_capability(request.user, self.view_capability)
        )

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of those who see the page, those with the capability to act; the service checks the single case."""
        return (
            self.has_view_permission(request, obj)
            and self.act_capability is not None
            and has_capability(request.user, self.act_capability)
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No user."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No user."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No user."""
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only lookups of filters and links: `?owner__password__startswith=` would reveal a hash."""
        return lookup in self.link_lookups or is_declared_lookup(self.list_filter, lookup)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Searches for the folded term: all searched columns are folded (`core.db.search`, e-mails) or digits.

        Finds no rows for an invalid term, for which the list shows an error already.
        """
        try:
            term = folded_term(search_term)
        except ValueError:
            return queryset.none(), False
        return super().get_search_results(request, queryset, term)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CappedChangeList]:
        """A list that shows a capped count as such."""
        return CappedChangeList

    def response_action(  # type: ignore[override]  # the stubs know a parameter that Django does not have
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Runs the action on the selected rows of the page; for other selections it shows a message."""
        try:
            rows = keep_selected(request, queryset, most=self.list_per_page)
        except SelectionRefused as error:
            self.message_user(request, str(error), messages.ERROR)
            return None  # Django shows the list again
        return super().response_action(request, rows)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The actions that this user may run on this row in its present state; Unfold's check has no row."""
        row = self.get_object(request, object_id)
        actions = self._get_base_actions_detail() if row is not None else []  # type: ignore[attr-defined]
        return [action for action in actions if action.method.admin_action.is_offered(self, request, row)]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Adds the row's links to pages that this user may see."""
        row = kwargs.get("obj")
        shown = (
            []
            if row is None
            else [(link.title, link.address(row)) for link in self.links if self._can_follow(link, request)]
        )
        context["links"] = [(title, address) for title, address in shown if address]
        context["row_page"] = self
        context["title"] = self.heading_shown if row is not None else f"Add a {self.noun_shown}"
        context["subtitle"] = None if row is None else self.row_title(row)
        context["history_url"] = "" if row is None else self.history_url(request, row)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Django's redirect with a NotFound error, for a row that does not exist or is not visible to this user."""
        response: Any = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        response.error = NotFound()
        return response

    def _can_follow(self, link: Link, request: HttpRequest) -> bool:
        there = {
            f"{model._meta.app_label}_{model._meta.model_name}": page
            for model, page in self.admin_site._registry.items()
        }
        return there[link.page].has_view_permission(request)
