"""The base of admin pages: rights by capability, nothing added, changed or deleted unless a page says so."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from core.admin.changelist import CappedChangeList, CappedPaginator, folded_term
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


class WithoutTransaction(DjangoAdmin):
    """Django's, without its transaction around a page: the services open their own, and audit inside it.

    Where a transaction takes the writer's lock at its start, to look at a row would take it too.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """As Django's inside its transaction."""
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]


if TYPE_CHECKING:
    ModelAdmin = WithoutTransaction
else:

    class ModelAdmin(UnfoldAdmin, WithoutTransaction):
        """Unfold's pages over it: of the two the first is asked first."""


class ReadOnlyAdmin(ModelAdmin):
    """Shows rows to users with `view_capability`; its `actions_detail` are for those who also have `act_capability`.

    A page that names none is for nobody.
    `links` lead from a row to what belongs to it, `link_lookups` are the lists' parameters that links use,
    `money_actions` the actions whose refusals are recorded as refused payments.
    """

    view_capability: ClassVar[Capability | None] = None
    act_capability: ClassVar[Capability | None] = None
    links: ClassVar[list[Link]] = []
    link_lookups: ClassVar[frozenset[str]] = frozenset()
    money_actions: ClassVar[frozenset[str]] = frozenset()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each facet counts the whole table
    paginator = CappedPaginator
    list_filter_submit = True
    list_per_page = list_max_show_all = 100  # rows that one page shows, and that can be selected at once
    list_disable_select_all = True
    change_form_outer_before_template = "admin/links.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the index lists it."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Users of the staff site with the page's capability."""
        return (
            self.view_capability is not None
            and has_capability(request.user, Capability.USE_STAFF_SITE)
            and has_capability(request.user, self.view_capability)
        )

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of those who see the page, those with the capability to act; the service judges the single case."""
        return (
            self.has_view_permission(request, obj)
            and self.act_capability is not None
            and has_capability(request.user, self.act_capability)
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what filters and links ask: `?owner__password__startswith=` would spell out a hash."""
        return lookup in self.link_lookups or is_declared_lookup(self.list_filter, lookup)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the folded term: every column that is searched in is folded (`core.db.search`, e-mails) or digits.

        Finds nothing by a term that is not valid. The list has checked it before, and says why.
        """
        try:
            term = folded_term(search_term)
        except ValueError:
            return queryset.none(), False
        return super().get_search_results(request, queryset, term)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CappedChangeList]:
        """One that shows a capped count as capped."""
        return CappedChangeList

    def response_action(  # type: ignore[override]  # the stubs know a parameter that Django does not have
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Runs the action on the selected rows of the page; other selections are answered with a message."""
        try:
            rows = keep_selected(request, queryset, most=self.list_per_page)
        except SelectionRefused as error:
            self.message_user(request, str(error), messages.ERROR)
            return None  # Django shows the list again
        return super().response_action(request, rows)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The actions that this user may run on this row in its present state; Unfold checks without the row."""
        row = self.get_object(request, object_id)
        actions = self._get_base_actions_detail() if row is not None else []  # type: ignore[attr-defined]
        return [action for action in actions if action.method.admin_action.is_offered(self, request, row)]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the links of the row to pages that this person may see."""
        row = kwargs.get("obj")
        shown = (
            []
            if row is None
            else [(link.title, link.address(row)) for link in self.links if self._can_follow(link, request)]
        )
        context["links"] = [(title, address) for title, address in shown if address]
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Django's redirect, which says that it is a refusal: absent and not this person's to see are one."""
        response: Any = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        response.error = NotFound()
        return response

    def _can_follow(self, link: Link, request: HttpRequest) -> bool:
        there = {
            f"{model._meta.app_label}_{model._meta.model_name}": page
            for model, page in self.admin_site._registry.items()
        }
        return there[link.page].has_view_permission(request)
