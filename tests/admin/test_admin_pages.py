"""The admin's pages: what each role sees, and that nothing secret is shown and nothing sealed is changed."""

import pytest
from django.contrib import admin
from django.urls import reverse

from audit.models import AuditEvent
from sessions_browser.models import BrowserSession
from tests.admin.role_table import ACTIONS
from tests.browsers import SCRIPT, LocalBrowser
from users.models import User

LOANS = {"Product", "Loan", "DueInstalment", "Repayment"}
USERS, SESSIONS, AUDIT = "users_user", "sessions_browser_browsersession", "audit_auditevent"


def page(model, kind="changelist", *args):
    return reverse(f"admin:{model}_{kind}", args=args)


def registered():
    """Each model's page name, by its label."""
    return {m._meta.label: f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}


@pytest.fixture
def rows(signed_in, member, other_member):
    """Something to be seen on every page."""
    signed_in(member)
    signed_in(other_member, bind_browser=False)
    LocalBrowser(SCRIPT).log_in(member.email)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_every_list_opens_searches_and_leads_to_its_rows(admin_login, request, rows, who):
    browser = admin_login(request.getfixturevalue(who))
    assert {"users.User", "sessions_browser.BrowserSession", "audit.AuditEvent"} <= set(registered())
    for label, name in registered().items():
        for query in ("", "?q=member", "?q=10.0.0.1", "?q=%00"):
            assert browser.get(page(name) + query).status_code in {200, 302}, f"{label} {query}"
        for row in browser.get(page(name)).context["cl"].result_list[:1]:
            for kind in ("change", "history"):
                assert browser.get(page(name, kind, row.pk)).status_code == 200, f"{label} {kind}"
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (USERS, "role__exact=member"),
        (USERS, "is_active__exact=1"),
        (SESSIONS, "user__role__exact=member"),
        (SESSIONS, "cookie_required__exact=1"),
        (SESSIONS, "cookie_optional__exact=1"),
        (AUDIT, "event=login_succeeded"),
    ],
)
def test_the_filters_of_the_lists_narrow_them(admin_login, manager, rows, name, query):
    browser = admin_login(manager)
    everything = browser.get(page(name)).context["cl"].result_count
    assert 0 < browser.get(f"{page(name)}?{query}").context["cl"].result_count <= everything


def test_a_cashier_sees_members_accounts_and_transactions_and_nothing_else(admin_login, rows, cashier, manager, member):
    browser = admin_login(cashier)
    assert {u.role for u in browser.get(page(USERS)).context["cl"].result_list} == {"member"}
    assert browser.get(page(USERS, "change", member.pk)).status_code == 200
    for staff in (manager, cashier):
        assert browser.get(page(USERS, "change", staff.pk)).status_code == 302  # as if there were no such person
        assert not browser.get(f"{page(USERS)}?q={staff.email}").context["cl"].result_list
    for label in ("accounts.Account", "transactions.Transaction"):
        assert browser.get(page(registered()[label])).status_code == 200, label
    for label, name in registered().items():
        if label not in {"users.User", "accounts.Account", "transactions.Transaction"}:
            assert browser.get(page(name)).status_code == 403, label
    for model, name in ((BrowserSession, SESSIONS), (AuditEvent, AUDIT)):
        assert browser.get(page(name, "change", model.objects.first().pk)).status_code == 403


def test_the_index_lists_what_a_role_may_see(admin_login, rows, cashier, manager):
    def listed(person):
        apps = admin_login(person).get("/admin/").context["app_list"]
        return {model["object_name"] for app in apps for model in app["models"]}

    assert listed(cashier) == {"User", "Account", "Transaction"}
    assert listed(manager) == {"User", "BrowserSession", "AuditEvent", "Account", "Transaction", "Entry", *LOANS}


def test_no_page_shows_a_token_or_a_password(admin_login, rows, bank, administrator):
    browser = admin_login(administrator)
    secrets = {user.password for user in User.objects.all()}
    for session in BrowserSession.objects.all():
        secrets |= {session.session_token, session.browser_id, session.refresh_jti, session.access_jti}
    for name in registered().values():
        shown = [browser.get(page(name))]
        shown += [browser.get(page(name, "change", number)) for number in bank[name].values()]
        actions = [line.split(" ")[1] for line in ACTIONS if line.startswith(f"{name} ")]
        shown += [browser.get(page(name, action, next(iter(bank[name].values())))) for action in set(actions)]
        for response in shown:
            assert not [secret for secret in secrets if secret in response.content.decode()], response.request[
                "PATH_INFO"
            ]


def test_no_page_lets_anybody_set_a_password(admin_login, administrator, member):
    browser = admin_login(administrator)
    for kind, args in (("add", []), ("change", [member.pk])):
        assert 'type="password"' not in browser.get(page(USERS, kind, *args)).content.decode()
    assert browser.get(f"/admin/users/user/{member.pk}/password/").status_code != 200


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_sessions_and_the_trail_cannot_be_added_changed_or_deleted(admin_login, request, rows, who):
    browser = admin_login(request.getfixturevalue(who))
    for model, name in ((BrowserSession, SESSIONS), (AuditEvent, AUDIT)):
        row = model.objects.order_by("id").values().first()
        assert browser.get(page(name, "add")).status_code == 403
        for kind, args in (("add", []), ("change", [row["id"]]), ("delete", [row["id"]])):
            assert browser.post(page(name, kind, *args), event="logout", post="yes").status_code == 403
        browser.post(page(name), action="delete_selected", _selected_action=row["id"], post="yes")
        assert model.objects.order_by("id").values().first() == row


def test_revoking_what_is_ticked_asks_once_more_and_ends_the_sessions_at_once(
    admin_login, signed_in, manager, member, other_member
):
    theirs, bystander, inside = signed_in(member), signed_in(other_member), admin_login(manager)
    form = {"action": "revoke_selected", "_selected_action": BrowserSession.objects.get(user=member).pk}
    asking = inside.post(page(SESSIONS), **form)
    assert member.email in asking.content.decode()
    assert theirs.check().status_code == 200

    response = inside.post(page(SESSIONS), **form | dict(asking.context["carried"]), key="any")
    assert response.status_code == 302
    assert "1 sessions revoked." in inside.get(page(SESSIONS)).content.decode()
    assert theirs.check().json()["code"] == "session_ended"
    assert theirs.rotate().json()["code"] == "session_ended"
    assert bystander.check().status_code == 200
    row = AuditEvent.objects.get(event="session_revoked")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)


def test_a_cashier_revokes_nothing(admin_login, signed_in, cashier, member):
    theirs = signed_in(member)
    number = BrowserSession.objects.get().pk
    assert (
        admin_login(cashier)
        .post(page(SESSIONS), action="revoke_selected", key="any", _selected_action=number)
        .status_code
        == 403
    )
    assert theirs.check().status_code == 200
