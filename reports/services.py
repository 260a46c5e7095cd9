"""Records what staff read about members on a dashboard."""

from audit.events import Event
from audit.services import record_read
from core.client_info import ClientInfo
from reports.selectors.dashboards import Dashboard
from users.models import User


def record_dashboard_read(*, actor: User, dashboard: Dashboard, client: ClientInfo) -> None:
    """Records that the reader saw the borrowers of the loans on a staff dashboard; call it before the response.

    The other parts of a dashboard are totals and the reader's own work.
    """
    loans = dashboard.loans_of_others
    borrowers, ids = [loan.borrower_id for loan in loans], [loan.pk for loan in loans]
    record_read(Event.ACCOUNT_READ, client=client, actor_id=actor.pk, user_ids=borrowers, loans=ids)
