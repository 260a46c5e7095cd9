"""The admin's pages: what each role sees; no secrets are shown, and read-only rows cannot be changed."""

import pytest
from django.contrib import admin
from django.urls import reverse

from audit.models import AuditEvent
from outbox.models import OutgoingMail
from sessions_browser.models import BrowserSession
from tests.admin.role_table import ACTIONS
from tests.browsers import SCRIPT, LocalBrowser
from users.models import User

LOANS = {"Product", "Loan", "DueInstalment", "LoanEvent", "Repayment"}
USERS, SESSIONS, AUDIT = "users_user", "sessions_browser_browsersession", "audit_auditevent"


def page(model, kind="changelist", *args):
    return reverse(f"admin:{model}_{kind}", args=args)


def registered_page_names():
    """By model label: the name of its admin pages."""
    return {m._meta.label: f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}


@pytest.fixture
def rows(signed_in, member, other_member):
    """Users and sessions to list."""
    signed_in(member)
    signed_in(other_member, bind_browser=False)
    LocalBrowser(SCRIPT).log_in(member.email)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_every_admin_list_opens_can_be_searched_and_links_to_its_rows(admin_login, request, rows, role):
    browser = admin_login(request.getfixturevalue(role))
    assert {"users.User", "sessions_browser.BrowserSession", "audit.AuditEvent"} <= set(registered_page_names())
    for label, name in registered_page_names().items():
        for query in ("", "?q=member", "?q=10.0.0.1", "?q=%00"):
            assert browser.get(page(name) + query).status_code in {200, 302}, f"{label} {query}"
        for row in browser.get(page(name)).context["cl"].result_list[:1]:
            assert browser.get(page(name, "change", row.pk)).status_code == 200, label
            history = browser.get(page(name, "history", row.pk))
            assert browser.get(history.headers["Location"]).status_code == 200, label
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("name", "model", "lookup", "value"),
    [
        (USERS, User, "role__exact", "member"),
        (USERS, User, "is_active__exact", 1),
        (SESSIONS, BrowserSession, "user__role__exact", "member"),
        (SESSIONS, BrowserSession, "cookie_required__exact", 1),
        (SESSIONS, BrowserSession, "cookie_optional__exact", 1),
        (AUDIT, AuditEvent, "event", "login_succeeded"),
    ],
)
def test_filters_of_admin_lists_restrict_the_rows(admin_login, manager, rows, other_member, name, model, lookup, value):
    browser = admin_login(manager)
    User.objects.filter(pk=other_member.pk).update(is_active=False)
    listed = {row.pk for row in browser.get(f"{page(name)}?{lookup}={value}").context["cl"].result_list}
    assert listed == set(model.objects.filter(**{lookup: value}).values_list("pk", flat=True))
    assert 0 < len(listed) < model.objects.count()


def test_cashier_can_open_only_members_accounts_transactions_and_loans_in_the_admin(
    admin_login, rows, cashier, manager, member
):
    browser = admin_login(cashier)
    assert {u.role for u in browser.get(page(USERS)).context["cl"].result_list} == {"member"}
    assert browser.get(page(USERS, "change", member.pk)).status_code == 200
    for staff in (manager, cashier):
        assert browser.get(page(USERS, "change", staff.pk)).status_code == 302  # as for an absent person
        assert not browser.get(f"{page(USERS)}?q={staff.email}").context["cl"].result_list
    for label in ("accounts.Account", "transactions.Transaction", "loans.Loan"):
        assert browser.get(page(registered_page_names()[label])).status_code == 200, label
    for label, name in registered_page_names().items():
        if label not in {"users.User", "accounts.Account", "transactions.Transaction", "loans.Loan"}:
            assert browser.get(page(name)).status_code == 403, label
    for model, name in ((BrowserSession, SESSIONS), (AuditEvent, AUDIT)):
        assert browser.get(page(name, "change", model.objects.first().pk)).status_code == 403


def test_admin_index_lists_the_models_that_the_role_may_view(admin_login, rows, cashier, manager):
    def listed(person):
        apps = admin_login(person).get("/admin/").context["app_list"]
        return {model["object_name"] for app in apps for model in app["models"]}

    assert listed(cashier) == {"User", "Account", "Transaction", "Loan"}
    assert listed(manager) == {
        "User",
        "BrowserSession",
        "OutgoingMail",
        "AuditEvent",
        "Account",
        "Transaction",
        "Entry",
        *LOANS,
    }


@pytest.mark.slow
def test_admin_pages_never_show_tokens_or_password_hashes(admin_login, rows, bank, administrator):
    browser = admin_login(administrator)
    secrets = {user.password for user in User.objects.all()}
    for session in BrowserSession.objects.all():
        secrets |= {session.session_token, session.browser_id, session.refresh_jti, session.access_jti}
    for mail in OutgoingMail.objects.all():
        secrets |= set(mail.facts.values())
    for name in registered_page_names().values():
        responses = [browser.get(page(name))]
        responses += [browser.get(page(name, "change", number)) for number in bank[name].values()]
        actions = [line.split(" ")[1] for line in ACTIONS if line.startswith(f"{name} ")]
        responses += [browser.get(page(name, action, next(iter(bank[name].values())))) for action in set(actions)]
        for response in responses:
            assert not [secret for secret in secrets if secret in response.content.decode()], response.request[
                "PATH_INFO"
            ]


def test_admin_has_no_form_that_sets_the_password_of_another_person(admin_login, administrator, member):
    browser = admin_login(administrator)
    for kind, args in (("add", []), ("change", [member.pk])):
        assert 'type="password"' not in browser.get(page(USERS, kind, *args)).content.decode()
    assert browser.get(f"/admin/users/user/{member.pk}/password/").status_code != 200


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_sessions_and_audit_events_cannot_be_added_changed_or_deleted_in_the_admin(admin_login, request, rows, role):
    browser = admin_login(request.getfixturevalue(role))
    for model, name in ((BrowserSession, SESSIONS), (AuditEvent, AUDIT)):
        row = model.objects.order_by("id").values().first()
        assert browser.get(page(name, "add")).status_code == 403
        for kind, args in (("add", []), ("change", [row["id"]]), ("delete", [row["id"]])):
            assert browser.post(page(name, kind, *args), event="logout", post="yes").status_code == 403
        browser.post(page(name), action="delete_selected", _selected_action=row["id"], post="yes")
        assert model.objects.order_by("id").values().first() == row


def test_revoking_selected_sessions_requires_confirmation_and_ends_them_immediately(
    admin_login, signed_in, manager, member, other_member
):
    member_client, other_client, manager_admin = signed_in(member), signed_in(other_member), admin_login(manager)
    form = {"action": "revoke_selected", "_selected_action": BrowserSession.objects.get(user=member).pk}
    confirmation = manager_admin.post(page(SESSIONS), **form)
    assert member.email in confirmation.content.decode()
    assert member_client.check().status_code == 200

    response = manager_admin.post(page(SESSIONS), **form | dict(confirmation.context["carried"]), key="any")
    assert response.status_code == 302
    assert "1 sessions revoked." in manager_admin.get(page(SESSIONS)).content.decode()
    assert member_client.check().json()["code"] == "session_ended"
    assert member_client.rotate().json()["code"] == "session_ended"
    assert other_client.check().status_code == 200
    row = AuditEvent.objects.get(event="session_revoked")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)


def test_cashier_cannot_revoke_sessions_in_the_admin(admin_login, signed_in, cashier, member):
    member_client = signed_in(member)
    number = BrowserSession.objects.get().pk
    assert (
        admin_login(cashier)
        .post(page(SESSIONS), action="revoke_selected", key="any", _selected_action=number)
        .status_code
        == 403
    )
    assert member_client.check().status_code == 200
