"""A bank with a row on every page of the admin, and bulk creation of more rows."""

from datetime import timedelta

from accounts.models import Account
from accounts.services import open_account
from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from core.clock import now
from core.db.transactions import atomic_with_retry
from loans.models import DueInstalment, Loan, LoanEvent, Repayment
from loans.services.repayment import repay_loan
from outbox.models import OutgoingMail
from sessions_browser.models import BrowserSession
from tests.loan_factories import create_loan, create_product
from transactions.models import Entry, Transaction
from transactions.payments.services import post_deposit
from users.models import User


def open_account_for(owner, by):
    """Opens an empty account of a member."""
    return open_account(actor=by, owner_id=owner.pk, kind="savings", name="", currency="USD", client=SYSTEM_CLIENT)


def deposit_cash(account, by, amount=100_00):
    """Deposits cash into an account."""
    return atomic_with_retry(post_deposit)(
        actor=by, number=account.number, amount=amount, description="", client=SYSTEM_CLIENT
    )


def create_bank(member, cashier, manager):
    """Creates the rows; returns their ids by page and kind of row."""
    account = open_account_for(member, cashier)
    deposit, product = deposit_cash(account, cashier), create_product()
    staff = {"decided_by": manager, "paid_out_by": cashier, "product": product}
    applied, active = (create_loan(member, account.number, status, **staff) for status in ("applied", "active"))
    _, payment = atomic_with_retry(repay_loan)(
        actor=member, loan_id=active.pk, amount=100_00, from_number=None, client=SYSTEM_CLIENT
    )
    return {
        "users_user": {"member": member.pk, "cashier": cashier.pk, "manager": manager.pk},
        "sessions_browser_browsersession": {"": BrowserSession.objects.filter(user=member).latest("id").pk},
        "outbox_outgoingmail": {"": create_mail(member).pk},
        "audit_auditevent": {"": AuditEvent.objects.filter(user_id=member.pk).latest("id").pk},
        "accounts_account": {"member's": account.pk, "bank's": Account.objects.filter(owner=None).first().pk},
        "transactions_transaction": {"": deposit.pk, "repayment": payment.pk},
        "transactions_entry": {"": Entry.objects.filter(transaction=deposit).first().pk},
        "loans_product": {"": product.pk},
        "loans_loan": {"": applied.pk, "active": active.pk},
        "loans_dueinstalment": {"": DueInstalment.objects.filter(loan=active).first().pk},
        "loans_repayment": {"": Repayment.objects.get(transaction=payment).pk},
        "loans_loanevent": {"": LoanEvent.objects.get(loan=active).pk},
    }


def create_mail(person):
    """A mail to this person that waits in the outbox, with facts that the site must not show."""
    facts = {"uid": "uid-in-a-link", "signed": "signature-of-facts"}
    return OutgoingMail.objects.create(kind="email_change", recipient=person.email, user_id=person.pk, facts=facts)


def create_rows(count, staff):
    """Adds `count` rows to every page, each with related rows of its own, by bulk inserts."""
    moment, first = now(), User.objects.count()
    conditions = {"currency": "USD", "rate_millionths": 0, "method": "flat", "day_count": "30/360"}
    people, accounts, transfers, loans = [], [], [], []
    for number in range(first, first + count):
        people.append(User(email=f"m{number}@example.com", full_name=f"M {number}", role="member"))
        User.objects.bulk_create(people[-1:])
        accounts.append(Account(number=f"{number:012}", owner=people[-1], type="savings", currency="USD"))
    Account.objects.bulk_create(accounts)
    for account in accounts:
        ends = {"from_account": account, "to_account": account, "created_by": staff, "value_date": moment.date()}
        transfers.append(Transaction(kind="transfer", amount=1, currency="USD", **ends))
        product = create_product(name=f"P {account.number}")
        terms = {"amount": 1, "term_months": 1, "purpose": "x", "instalment_multiple": 1, **conditions}
        loans.append(Loan(product=product, borrower=account.owner, account=account, **terms))
    Transaction.objects.bulk_create(transfers)
    Loan.objects.bulk_create(loans)
    Entry.objects.bulk_create(
        Entry(transaction=t, account=t.from_account, direction="debit", amount=1, booked_at=moment) for t in transfers
    )
    sums = {"principal": 1, "interest": 0}
    due = {"balance_after": 0, "principal_due": 1, "interest_due": 0, "due_date": moment.date(), "number": 1}
    DueInstalment.objects.bulk_create(DueInstalment(loan=loan, **sums, **due) for loan in loans)
    Repayment.objects.bulk_create(
        Repayment(loan=n, transaction=t, **sums) for n, t in zip(loans, transfers, strict=True)
    )
    LoanEvent.objects.bulk_create(
        LoanEvent(loan=n, transaction=t, type="disbursement", amount=1, product_name="P")
        for n, t in zip(loans, transfers, strict=True)
    )
    AuditEvent.objects.bulk_create(AuditEvent(event="logout", user_id=p.pk, actor_id=p.pk) for p in people)
    BrowserSession.objects.bulk_create(_session(person, moment) for person in people)
    OutgoingMail.objects.bulk_create(OutgoingMail(kind="password_changed", user_id=p.pk) for p in people)


def _session(person, moment):
    ids = {"browser_id": f"b{person.pk}", "session_token": f"s{person.pk}", "refresh_jti": "r", "access_jti": "a"}
    end = moment + timedelta(hours=1)
    return BrowserSession(user=person, issued_at=moment, expires_at=end, absolute_expires_at=end, **ids)
