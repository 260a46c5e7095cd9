"""What staff do on a row's page: asked once more, done by the API's services, audited, and refusals are said."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from audit.models import AuditEvent
from loans.models import Loan
from tests.admin.admin_client import confirm_action, messages, open_action
from tests.admin.bank_fixtures import open_for, pay_in
from tests.loan_factories import create_loan
from users.models import User

ACCOUNTS, LOANS, USERS = "accounts_account", "loans_loan", "users_user"
SESSIONS = "sessions_browser_browsersession"


@pytest.fixture
def account(member, cashier):
    return open_for(member, cashier)


@pytest.fixture
def loan(member, account, manager, cashier):
    """Applied for."""
    return create_loan(member, account.number, "applied", decided_by=manager, paid_out_by=cashier)


def last_event():
    event = AuditEvent.objects.latest("id")
    return event.event, event.user_id, event.actor_id, event.details


def offered(browser, name, number):
    """The buttons on a row's page."""
    return [
        button["title"]
        for button in browser.get(reverse(f"admin:{name}_change", args=[number])).context["actions_detail"]
    ]


def test_the_page_asks_names_the_row_and_does_nothing(manager_admin_client, account):
    text = open_action(manager_admin_client, ACCOUNTS, "freeze", account.pk).content.decode()
    for part in (account.number, "member@example.com", "nothing is paid out", 'name="reason"', "csrfmiddlewaretoken"):
        assert part in text, part
    account.refresh_from_db()
    assert account.status == "active"


def test_a_form_from_elsewhere_is_refused(manager, manager_admin_client, account):
    stranger = Client(enforce_csrf_checks=True, HTTP_USER_AGENT="x")
    stranger.cookies = manager_admin_client.client.cookies
    path = reverse("admin:accounts_account_freeze", args=[account.pk])
    assert stranger.get(path).status_code == 200
    assert stranger.post(path, {"key": "k", "reason": "theirs"}).status_code == 403
    assert Account.objects.get(pk=account.pk).status == "active"


@pytest.mark.parametrize(
    ("action", "before", "after", "event"),
    [
        ("freeze", "active", "frozen", "account_frozen"),
        ("unfreeze", "frozen", "active", "account_unfrozen"),
        ("close", "active", "closed", "account_closed"),
    ],
)
def test_an_account_changes_its_status_for_a_reason(
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
def test_a_reason_that_the_api_refuses_is_asked_for_again(manager_admin_client, account, reason):
    response = confirm_action(manager_admin_client, ACCOUNTS, "freeze", account.pk, reason=reason)
    assert list(response.context["form"].errors) == ["reason"]
    assert Account.objects.get(pk=account.pk).status == "active"


def test_the_rule_that_refuses_an_account_is_said(manager_admin_client, account, cashier):
    pay_in(account, cashier)
    assert (
        "zero balance" in messages(confirm_action(manager_admin_client, ACCOUNTS, "close", account.pk, reason="x"))[0]
    )
    Account.objects.filter(pk=account.pk).update(status="closed")
    assert messages(confirm_action(manager_admin_client, ACCOUNTS, "freeze", account.pk, reason="x")) == [
        "This account is closed."
    ]
    assert not AuditEvent.objects.filter(event__in=["account_closed", "account_frozen"]).exists()


def test_nobody_acts_on_their_own_account_or_loan(manager_admin_client, account, loan, manager):
    Account.objects.filter(pk=account.pk).update(owner=manager)
    Loan.objects.filter(pk=loan.pk).update(borrower=manager)
    assert "permission" in messages(confirm_action(manager_admin_client, ACCOUNTS, "freeze", account.pk, reason="x"))[0]
    assert messages(confirm_action(manager_admin_client, LOANS, "approve", loan.pk)) == [
        "Staff cannot decide on their own loan."
    ]
    assert Loan.objects.get(pk=loan.pk).status == "applied"


@pytest.mark.parametrize(
    ("action", "words", "after"),
    [
        ("approve", {}, "approved"),
        ("approve", {"note": "sound"}, "approved"),
        ("reject", {"reason": "no income"}, "rejected"),
    ],
)
def test_a_loan_is_decided_once(manager_admin_client, loan, manager, member, action, words, after):
    assert messages(confirm_action(manager_admin_client, LOANS, action, loan.pk, **words)) == [
        f"Loan {loan.pk} is {after}."
    ]
    loan.refresh_from_db()
    note = "".join(words.values())
    assert (loan.status, loan.decided_by, loan.decision_note) == (after, manager, note)
    assert last_event() == (f"loan_{after}", member.pk, manager.pk, {"loan": loan.pk, "note": note})
    for again in ("approve", "reject"):
        assert messages(confirm_action(manager_admin_client, LOANS, again, loan.pk, reason="x")) == [
            "This loan has been decided already."
        ]
    assert last_event()[0] == f"loan_{after}"


def test_the_buttons_are_those_of_the_role_and_the_state(
    manager_admin_client, admin_login, cashier, account, loan, member, manager
):
    assert offered(manager_admin_client, ACCOUNTS, account.pk) == ["Freeze", "Close"]
    Account.objects.filter(pk=account.pk).update(status="frozen")
    assert offered(manager_admin_client, ACCOUNTS, account.pk) == ["Unfreeze", "Close"]
    assert offered(manager_admin_client, LOANS, loan.pk) == ["Approve", "Reject"]
    assert offered(manager_admin_client, ACCOUNTS, Account.objects.filter(owner=None).first().pk) == []
    assert offered(manager_admin_client, USERS, member.pk) == [
        "Send a password reset",
        "Revoke all sessions",
        "Deactivate",
    ]
    assert offered(manager_admin_client, USERS, manager.pk) == ["Send a password reset", "Revoke all sessions"]
    at_the_desk = admin_login(cashier)
    assert offered(at_the_desk, ACCOUNTS, account.pk) == []
    assert offered(at_the_desk, USERS, member.pk) == ["Send a password reset"]


def test_a_deactivated_person_is_signed_out_everywhere(manager_admin_client, signed_in, member, manager):
    theirs = signed_in(member)
    assert messages(confirm_action(manager_admin_client, USERS, "deactivate", member.pk)) == [
        f"{member.email} is deactivated."
    ]
    assert theirs.check().json()["code"] == "session_ended"
    assert not User.objects.get(pk=member.pk).is_active
    assert AuditEvent.objects.get(event="user_deactivated").actor_id == manager.pk
    assert offered(manager_admin_client, USERS, member.pk) == ["Revoke all sessions"]


def test_nobody_deactivates_themselves(admin_login, administrator):
    response = confirm_action(admin_login(administrator), USERS, "deactivate", administrator.pk)
    assert "permission" in messages(response)[0]
    assert User.objects.get(pk=administrator.pk).is_active


def test_a_session_is_revoked_and_the_list_is_shown(manager_admin_client, signed_in, member, manager):
    theirs = signed_in(member)
    session = member.browser_sessions.get()
    response = confirm_action(manager_admin_client, SESSIONS, "revoke", session.pk)
    assert messages(response) == [f"Session {session.pk} of {member.email} is revoked."]
    assert response.request["PATH_INFO"] == reverse(f"admin:{SESSIONS}_changelist")
    assert theirs.check().json()["code"] == "session_ended"
    assert last_event()[:3] == ("session_revoked", member.pk, manager.pk)


def test_all_sessions_of_a_person_are_revoked_and_no_others(manager_admin_client, signed_in, member, other_member):
    theirs, bystander = [signed_in(member), signed_in(member)], signed_in(other_member)
    response = confirm_action(manager_admin_client, USERS, "revoke_sessions", member.pk)
    assert messages(response) == [f"2 sessions of {member.email} revoked."]
    assert {browser.check().json()["code"] for browser in theirs} == {"session_ended"}
    assert bystander.check().status_code == 200


def test_a_reset_is_mailed_three_times_an_hour(admin_login, cashier, member, mailoutbox):
    desk = admin_login(cashier)
    for _ in range(4):
        response = confirm_action(desk, USERS, "send_password_reset", member.pk)
        assert messages(response) == [f"A link is mailed to {member.email}, unless the limit of this hour is reached."]
    assert [message.to for message in mailoutbox] == [[member.email]] * 3
    assert last_event()[:3] == ("password_reset_requested", member.pk, cashier.pk)
