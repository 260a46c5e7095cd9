"""The base of admin pages: rights by role, nothing added, changed or deleted unless a page says so."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from core.admin_finding import CountedList, CountingUpTo, Link, found_by
from core.errors import NotFound
from core.roles import Role
from core.text import fold

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
    """Shows rows to the roles whose group may view them; what may be done to them are its `actions_detail`.

    `links` lead from a row to what belongs to it, `link_lookups` are the lists' parameters that links use,
    `money_actions` the actions whose refusals are recorded as refused payments.
    """

    links: ClassVar[list[Link]] = []
    link_lookups: ClassVar[frozenset[str]] = frozenset()
    money_actions: ClassVar[frozenset[str]] = frozenset()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each facet counts the whole table
    paginator = CountingUpTo
    list_filter_submit = True
    list_disable_select_all = True  # what is done to many is done to those on the page
    change_form_outer_before_template = "admin/links.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the index lists it."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the group of the role, which a migration of the project makes (`users.backends`)."""
        return request.user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}")

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of those who see the page, the managers; the service judges the single case."""
        return self.has_view_permission(request, obj) and getattr(request.user, "role", None) == Role.MANAGER

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
        return lookup in self.link_lookups or found_by(self.list_filter, lookup)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every column that is searched in is folded (`core.search`, e-mails) or digits: so is the term."""
        return super().get_search_results(request, queryset, fold(search_term))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CountedList]:
        """One that does not pass its bound off as a result."""
        return CountedList

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Those that this person may do to this row, as it stands; Unfold judges without the row."""
        row = self.get_object(request, object_id)
        actions = self._get_base_actions_detail() if row is not None else []  # type: ignore[attr-defined]
        return [action for action in actions if action.method.deed.is_offered(self, request, row)]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the links of the row to pages that this person may see."""
        row = kwargs.get("obj")
        shown = (
            []
            if row is None
            else [(link.title, link.address(row)) for link in self.links if self._leads(link, request)]
        )
        context["links"] = [(title, address) for title, address in shown if address]
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """Django's redirect, which says that it is a refusal: absent and not this person's to see are one."""
        response: Any = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        response.refusal = NotFound()
        return response

    def _leads(self, link: Link, request: HttpRequest) -> bool:
        there = {
            f"{model._meta.app_label}_{model._meta.model_name}": page
            for model, page in self.admin_site._registry.items()
        }
        return there[link.page].has_view_permission(request)
