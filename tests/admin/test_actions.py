"""Actions on a row's page: confirmed by a form, run by the API's services, audited; errors are shown as messages."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from audit.models import AuditEvent
from loans.models import Loan
from tests.admin.admin_client import confirm_action, messages, open_action
from tests.admin.bank_fixtures import deposit_cash, open_account_for
from tests.loan_factories import create_loan
from users.models import User

ACCOUNTS, LOANS, USERS = "accounts_account", "loans_loan", "users_user"
SESSIONS = "sessions_browser_browsersession"


@pytest.fixture
def account(member, cashier):
    return open_account_for(member, cashier)


@pytest.fixture
def loan(member, account, manager, cashier):
    """A loan application that waits for a decision."""
    return create_loan(member, account.number, "applied", decided_by=manager, paid_out_by=cashier)


def last_event():
    event = AuditEvent.objects.latest("id")
    return event.event, event.user_id, event.actor_id, event.details


def button_titles(browser, name, number):
    """The titles of the buttons on a row's page."""
    return [
        button["title"]
        for button in browser.get(reverse(f"admin:{name}_change", args=[number])).context["actions_detail"]
    ]


def test_confirmation_page_shows_the_account_and_changes_nothing(manager_admin_client, account):
    text = open_action(manager_admin_client, ACCOUNTS, "freeze", account.pk).content.decode()
    for part in (account.number, "member@example.com", "nothing is paid out", 'name="reason"', "csrfmiddlewaretoken"):
        assert part in text, part
    account.refresh_from_db()
    assert account.status == "active"


def test_action_without_csrf_token_is_rejected(manager, manager_admin_client, account):
    csrf_client = Client(enforce_csrf_checks=True, HTTP_USER_AGENT="x")
    csrf_client.cookies = manager_admin_client.client.cookies
    path = reverse("admin:accounts_account_freeze", args=[account.pk])
    assert csrf_client.get(path).status_code == 200
    assert csrf_client.post(path, {"key": "k", "reason": "forged"}).status_code == 403
    assert Account.objects.get(pk=account.pk).status == "active"


@pytest.mark.parametrize(
    ("action", "before", "after", "event"),
    [
        ("freeze", "active", "frozen", "account_frozen"),
        ("unfreeze", "frozen", "active", "account_unfrozen"),
        ("close", "active", "closed", "account_closed"),
    ],
)
def test_account_status_is_changed_with_a_reason(
    manager_admin_client, account, manager, member, action, before, after, event
):
    Account.objects.filter(pk=account.pk).update(status=before)
    response = confirm_action(manager_admin_client, ACCOUNTS, action, account.pk, reason=" lost card ")
    account.refresh_from_db()
    assert account.status == after
    assert messages(response) == [f"Account {account.number} is {after}."]
    assert response.request["PATH_INFO"] == reverse("admin:accounts_account_change", args=[account.pk])
    details = {"account": account.number, "reason": "lost card"}
    assert last_event() == (event, member.pk, manager.pk, details)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "two\nlines"])
def test_invalid_reason_of_an_action_shows_the_form_with_an_error(manager_admin_client, account, reason):
    response = confirm_action(manager_admin_client, ACCOUNTS, "freeze", account.pk, reason=reason)
    assert list(response.context["form"].errors) == ["reason"]
    assert Account.objects.get(pk=account.pk).status == "active"


def test_rejected_status_change_shows_the_reason_as_a_message(manager_admin_client, account, cashier):
    deposit_cash(account, cashier)
    assert (
        "zero balance" in messages(confirm_action(manager_admin_client, ACCOUNTS, "close", account.pk, reason="x"))[0]
    )
    Account.objects.filter(pk=account.pk).update(status="closed")
    assert messages(confirm_action(manager_admin_client, ACCOUNTS, "freeze", account.pk, reason="x")) == [
        "This account is closed."
    ]
    assert not AuditEvent.objects.filter(event__in=["account_closed", "account_frozen"]).exists()


def test_staff_cannot_act_on_their_own_account_or_loan(manager_admin_client, account, loan, manager):
    Account.objects.filter(pk=account.pk).update(owner=manager)
    Loan.objects.filter(pk=loan.pk).update(borrower=manager)
    assert "permission" in messages(confirm_action(manager_admin_client, ACCOUNTS, "freeze", account.pk, reason="x"))[0]
    assert messages(confirm_action(manager_admin_client, LOANS, "approve", loan.pk)) == [
        "Staff cannot decide on their own loan."
    ]
    assert Loan.objects.get(pk=loan.pk).status == "applied"


@pytest.mark.parametrize(
    ("action", "fields", "after"),
    [
        ("approve", {}, "approved"),
        ("approve", {"note": "sound"}, "approved"),
        ("reject", {"reason": "no income"}, "rejected"),
    ],
)
def test_loan_can_be_decided_only_once(manager_admin_client, loan, manager, member, action, fields, after):
    assert messages(confirm_action(manager_admin_client, LOANS, action, loan.pk, **fields)) == [
        f"Loan {loan.pk} is {after}."
    ]
    loan.refresh_from_db()
    note = "".join(fields.values())
    assert (loan.status, loan.decided_by, loan.decision_note) == (after, manager, note)
    assert last_event() == (f"loan_{after}", member.pk, manager.pk, {"loan": loan.pk, "note": note})
    for again in ("approve", "reject"):
        assert messages(confirm_action(manager_admin_client, LOANS, again, loan.pk, reason="x")) == [
            "This loan has been decided already."
        ]
    assert last_event()[0] == f"loan_{after}"


def test_action_buttons_depend_on_the_role_and_the_row_status(
    manager_admin_client, admin_login, cashier, account, loan, member, manager
):
    assert button_titles(manager_admin_client, ACCOUNTS, account.pk) == ["Freeze", "Close the account"]
    Account.objects.filter(pk=account.pk).update(status="frozen")
    assert button_titles(manager_admin_client, ACCOUNTS, account.pk) == ["Unfreeze", "Close the account"]
    assert button_titles(manager_admin_client, LOANS, loan.pk) == ["Approve", "Reject"]
    assert button_titles(manager_admin_client, ACCOUNTS, Account.objects.filter(owner=None).first().pk) == []
    assert button_titles(manager_admin_client, USERS, member.pk) == [
        "Send a password reset",
        "Revoke all sessions",
        "Deactivate",
    ]
    assert button_titles(manager_admin_client, USERS, manager.pk) == ["Send a password reset", "Revoke all sessions"]
    cashier_admin = admin_login(cashier)
    assert button_titles(cashier_admin, ACCOUNTS, account.pk) == []
    assert button_titles(cashier_admin, USERS, member.pk) == ["Send a password reset"]


def test_deactivating_a_person_ends_all_their_sessions(manager_admin_client, signed_in, member, manager):
    member_client = signed_in(member)
    assert messages(confirm_action(manager_admin_client, USERS, "deactivate", member.pk)) == [
        f"{member.email} is deactivated."
    ]
    assert member_client.check().json()["code"] == "session_ended"
    assert not User.objects.get(pk=member.pk).is_active
    assert AuditEvent.objects.get(event="user_deactivated").actor_id == manager.pk
    assert button_titles(manager_admin_client, USERS, member.pk) == ["Revoke all sessions", "Activate again"]


def test_administrator_cannot_deactivate_themselves(admin_login, administrator):
    response = confirm_action(admin_login(administrator), USERS, "deactivate", administrator.pk)
    assert "permission" in messages(response)[0]
    assert User.objects.get(pk=administrator.pk).is_active


def test_revoking_a_session_ends_it_and_shows_the_list(manager_admin_client, signed_in, member, manager):
    member_client = signed_in(member)
    session = member.browser_sessions.get()
    response = confirm_action(manager_admin_client, SESSIONS, "revoke", session.pk)
    assert messages(response) == [f"Session {session.pk} of {member.full_name} is revoked."]
    assert response.request["PATH_INFO"] == reverse(f"admin:{SESSIONS}_changelist")
    assert member_client.check().json()["code"] == "session_ended"
    assert last_event()[:3] == ("session_revoked", member.pk, manager.pk)


def test_revoking_all_sessions_of_a_person_leaves_other_sessions(manager_admin_client, signed_in, member, other_member):
    member_clients, other_client = [signed_in(member), signed_in(member)], signed_in(other_member)
    response = confirm_action(manager_admin_client, USERS, "revoke_sessions", member.pk)
    assert messages(response) == [f"2 sessions of {member.email} revoked."]
    assert {browser.check().json()["code"] for browser in member_clients} == {"session_ended"}
    assert other_client.check().status_code == 200


def test_password_reset_from_the_admin_is_mailed_at_most_three_times_an_hour(admin_login, cashier, member, mailoutbox):
    cashier_admin = admin_login(cashier)
    for _ in range(4):
        response = confirm_action(cashier_admin, USERS, "send_password_reset", member.pk)
        assert messages(response) == [f"A link is mailed to {member.email}, unless the limit of this hour is reached."]
    assert [message.to for message in mailoutbox] == [[member.email]] * 3
    assert last_event()[:3] == ("password_reset_requested", member.pk, cashier.pk)
