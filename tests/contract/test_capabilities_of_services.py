"""Services and selectors check capabilities themselves: an unknown role changes and sees nothing."""

from copy import copy

import pytest

from accounts.enums import AccountType, Status
from accounts.payees import look_up_payee
from accounts.selectors import accounts_visible_to
from accounts.services import change_status, open_account
from audit.models import AuditEvent
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from core.exceptions import NotFound, PermissionDenied
from loans.selectors import loans_visible_to
from loans.services.decisions import apply_for_loan, approve_loan, cancel_loan, reject_loan
from loans.services.disbursement import disburse_loan
from loans.services.products import change_product, create_product
from loans.services.repayment import repay_loan, settle_loan
from loans.services.write_off import write_off_loan
from sessions_browser.selectors import sessions_revocable_by
from sessions_browser.services.revoke import revoke_session
from tests.api_payments import deposit
from tests.hashers import PASSWORD
from tests.loan_factories import create_loan
from transactions.enums import CashSource
from transactions.models import Transaction
from transactions.payments.limits import transfer_limit
from transactions.payments.selectors import find_payees
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction
from transactions.selectors import transactions_visible_to
from transactions.tills.services import count_till, fund_till, pay_out_cash, receive_cash, return_cash
from users.authentication.factor_reset import reset_factors
from users.authentication.known_browsers import forget_browser
from users.authentication.passwords import change_password
from users.models import KnownBrowser
from users.selectors import people_visible_to
from users.services.user_management import change_own_profile, change_person, invite

CASH = {"number": "{account}", "amount": 100, "description": ""}
LOAN = {"loan_id": "{loan}"}
SERVICES = [
    (open_account, {"owner_id": "{other_member}", "kind": AccountType.SAVINGS, "name": "", "currency": "USD"}),
    (change_status, {"number": "{account}", "status": Status.FROZEN, "reason": "x"}),
    (post_deposit, CASH),
    (post_withdrawal, CASH),
    (post_transfer, {"from_number": "{account}", "to_number": "{other}", "amount": 100, "description": ""}),
    (reverse_transaction, {"transaction_id": "{transaction}", "reason": "x"}),
    (fund_till, {"cashier_id": "{cashier}", "amount": 100}),
    (return_cash, {"cashier_id": "{cashier}", "amount": 100}),
    (receive_cash, {"amount": 100, "source": CashSource.BANK, "description": "x"}),
    (pay_out_cash, {"amount": 100, "source": CashSource.BANK, "description": "x"}),
    (count_till, {"cashier_id": "{cashier}", "counted": 100}),
    (apply_for_loan, {"product_id": "{product}", "amount": 100_00, "term_months": 3, "purpose": "x",
                      "number": "{account}"}),
    (approve_loan, {**LOAN, "note": ""}),
    (reject_loan, {**LOAN, "reason": "x"}),
    (cancel_loan, LOAN),
    (disburse_loan, LOAN),
    (repay_loan, {**LOAN, "amount": 100, "from_number": None}),
    (settle_loan, {**LOAN, "from_number": None}),
    (write_off_loan, {**LOAN, "reason": "x"}),
    (create_product, {"fields": {}}),
    (change_product, {"product_id": "{product}", "fields": {"is_active": False}}),
    (invite, {"email": "x@example.com", "full_name": "X", "role": "member", "phone": ""}),
    (change_person, {"user_id": "{other_member}", "changes": {"full_name": "X"}}),
    (reset_factors, {"user_id": "{other_member}"}),
    (revoke_session, {"session_id": "{session}"}),
    (forget_browser, {"known_browser_id": "{known_browser}"}),
]  # fmt: skip


@pytest.fixture
def existing_ids(signed_in, cashier_client, member, other_member, cashier, manager, account, other_account):
    """The ids of one row of every kind, each of which some role may change."""
    assert deposit(cashier_client, account, "50.00").status_code == 201
    loan = create_loan(member, account, "applied", decided_by=manager, paid_out_by=cashier)
    session = signed_in(other_member).get("/api/sessions/").json()["results"][0]["id"]
    return {
        "account": account, "other": other_account, "other_member": other_member.pk,
        "cashier": cashier.pk,
        "loan": loan.pk, "product": loan.product_id,
        "transaction": Transaction.objects.latest("pk").pk, "session": session,
        "known_browser": KnownBrowser.objects.create(user=member, browser_hash="a hash", is_minted=True).pk,
    }  # fmt: skip


def with_unknown_role(person):
    auditor = copy(person)
    auditor.role, auditor.is_superuser = "auditor", True
    return auditor


@pytest.mark.parametrize(("service", "options"), SERVICES, ids=[service.__name__ for service, _ in SERVICES])
def test_service_rejects_an_unknown_role_and_writes_nothing(existing_ids, member, service, options):
    """The actor owns the account and the loan: actions that a member may take are rejected as well."""
    filled = {n: existing_ids.get(str(v).strip("{}"), v) if isinstance(v, str) else v for n, v in options.items()}
    events = AuditEvent.objects.count()
    atomic_service = service if hasattr(service, "__wrapped__") else atomic_with_retry(service)
    with pytest.raises((PermissionDenied, NotFound)):
        atomic_service(actor=with_unknown_role(member), client=SYSTEM_CLIENT, **filled)
    assert AuditEvent.objects.count() == events


def test_unknown_role_cannot_change_its_own_profile_or_password(member):
    auditor = with_unknown_role(member)
    with pytest.raises(PermissionDenied):
        change_own_profile(user=auditor, changes={"full_name": "X"}, client=SYSTEM_CLIENT)
    with pytest.raises(PermissionDenied):
        change_password(
            user=auditor,
            keep=None,
            current_password=PASSWORD,
            new_password="quite another phrase",
            client=SYSTEM_CLIENT,
        )
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_unknown_role_sees_no_rows_including_its_own(existing_ids, member):
    auditor = with_unknown_role(member)
    for visible in (accounts_visible_to, transactions_visible_to, loans_visible_to, people_visible_to):
        assert list(visible(auditor)) == []
        assert list(visible(member)) or visible is people_visible_to
    assert list(sessions_revocable_by(auditor)) == []
    with pytest.raises(PermissionDenied):
        look_up_payee(actor=auditor, number=existing_ids["account"])
    with pytest.raises(PermissionDenied):
        transfer_limit(auditor)
    post_transfer_alone = atomic_with_retry(post_transfer)
    options = {"from_number": existing_ids["account"], "to_number": existing_ids["other"], "description": ""}
    post_transfer_alone(actor=member, amount=100, client=SYSTEM_CLIENT, **options)
    assert (len(find_payees(member)), list(find_payees(auditor))) == (1, [])
