"""The base of staff pages that show personal data: each page that is shown is recorded, as in the API."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest

from audit.events import Event
from audit.services import record_read
from core.admin.base import ReadOnlyAdmin
from core.client_info import get_client_info


class RecordedAdmin(ReadOnlyAdmin):
    """Records as `read_event` which users' rows a list or a page shows.

    Subclasses define `read_event` and `users_of`, or override `record_shown`.
    """

    read_event: ClassVar[Event]

    def users_of(self, row: Any) -> Iterable[int | None]:
        """The ids of the users that the row is about, without a query; None for the bank."""
        raise NotImplementedError(f"{type(self).__name__} must define users_of()")

    def record_shown(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        """Called before the page is rendered; a database error becomes the 503 page."""
        actor_id, shown = getattr(request.user, "pk", None), list(rows)
        if actor_id is None:
            return
        users = [user_id for row in shown for user_id in self.users_of(row)]
        about = {"page": self.opts.label_lower, "rows": [row.pk for row in shown]}
        record_read(self.read_event, client=get_client_info(request), actor_id=actor_id, user_ids=users, **about)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Records the rows of this page of the list."""
        changelist = super().get_changelist_instance(request)
        self.record_shown(request, changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row for its page, its history or an action; recorded if this user may view it.

        Django calls this more than once a page: only the first call is recorded, and reads the row where nothing is
        changed.
        """
        kept: dict[Any, Any] = request.__dict__.setdefault("rows_of_pages", {})
        key = (self.opts.label, object_id, from_field)
        if request.method == "GET" and key in kept:
            return kept[key]
        row = super().get_object(request, object_id, from_field)
        if row is not None and key not in kept and self.has_view_permission(request, row):
            self.record_shown(request, [row])
            kept[key] = row
        return row
