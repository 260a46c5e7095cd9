"""The mail about a first payment to somebody."""

from django.utils.translation import gettext_lazy

from accounts.models import Account
from outbox.mail_types import MailType, register_mail_type
from outbox.services import queue_mail
from users.models import User

_VISIBLE_DIGITS = 4

NEW_PAYEE = register_mail_type(
    MailType("new_payee", gettext_lazy("First payment to a new payee"), "transactions/mail/new_payee.txt")
)


def send_new_payee(member: User, payee: Account) -> None:
    """Notifies a member of the first transfer to an account; once, also where several are posted at once."""
    queue_mail(
        NEW_PAYEE,
        recipient=member.email,
        user_id=member.pk,
        language=member.language,
        once=f"{member.pk}:{payee.pk}",
        facts={"ending": payee.number[-_VISIBLE_DIGITS:]},
    )
