"""The staff site asks for a factor before reversals and changes of role, and calls the services of the API."""

import json

import pytest

from audit.events import Event
from audit.models import AuditEvent
from confirmations.models import Confirmation
from factors.models import TotpDevice
from tests.admin.admin_client import AdminBrowser, confirm_action, messages, open_action
from tests.admin.person_forms import form_fields, path, submit_change
from tests.admin.test_csp import Page
from tests.admin.test_second_factors import RP_ORIGIN, add_passkey, prove
from tests.authenticator import Authenticator
from tests.rate_limit_settings import set_rates
from tests.second_factors import code_at, give_totp, take_all
from transactions.models import Transaction

PAGE = "transactions_transaction"


@pytest.fixture(autouse=True)
def _passkeys_at_the_staff_site(settings):
    settings.PASSKEY_RP_ID = "testserver"


@pytest.fixture
def deposit(funded):
    return Transaction.objects.get(kind="deposit")


@pytest.fixture
def admin(manager_secret, manager):
    """The staff site on which the manager is signed in, who has an authenticator."""
    manager.refresh_from_db()
    browser = AdminBrowser()
    browser.enter(manager)
    return browser


def wrong(secret):
    return f"{(int(code_at(secret)) + 1) % 1_000_000:06}"


def is_reversed(deposit):
    return Transaction.objects.filter(reverses=deposit).exists()


def errors(response, field="code"):
    return response.context["form"].errors[field]


def test_reversal_with_a_code_is_posted(admin, deposit, manager_secret, manager):
    page = open_action(admin, PAGE, "reverse", deposit.pk)
    assert "Code of your authenticator app" in page.content.decode()

    response = confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", code=code_at(manager_secret))

    assert "is reversed by" in messages(response)[0]
    assert is_reversed(deposit)
    assert not Confirmation.objects.exists()
    for event in (Event.CONFIRMATION_GIVEN, Event.CONFIRMATION_USED):
        assert AuditEvent.objects.get(event=event).user_id == manager.pk


def test_reversal_without_a_code_is_refused_and_keeps_the_input(admin, deposit):
    response = confirm_action(admin, PAGE, "reverse", deposit.pk, reason="typed twice")
    assert errors(response) == ["Enter a code, or use a passkey, to confirm this."]
    assert "typed twice" in response.content.decode()
    assert not is_reversed(deposit)


def test_reversal_with_a_wrong_code_is_refused(admin, deposit, manager_secret):
    response = confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", code=wrong(manager_secret))
    assert errors(response) == ["The code or passkey is not valid."]
    assert not is_reversed(deposit)
    assert AuditEvent.objects.get(event=Event.FACTOR_FAILED).details == {"step": "confirmation", "factor": "totp"}


def test_codes_of_the_staff_site_draw_on_the_limit_of_factors(admin, deposit, manager_secret, settings):
    set_rates(settings, factor="1/hour")
    confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", code=wrong(manager_secret))
    response = confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", code=code_at(manager_secret))
    assert errors(response) == ["Too many requests. Please wait and try again."]
    assert not is_reversed(deposit)


def test_code_confirms_one_reversal_only(admin, deposit, manager_secret, funded, cashier_client):
    from tests.api_payments import deposit as pay_in

    other = pay_in(cashier_client, funded, "5.00").json()["id"]
    confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", code=code_at(manager_secret))
    response = confirm_action(admin, PAGE, "reverse", other, reason="x", code=code_at(manager_secret))
    assert errors(response) == ["The code or passkey is not valid."]


def test_form_sent_twice_posts_once_and_shows_the_same_message(admin, deposit, manager_secret):
    """The stored response is replayed before the code is judged."""
    key = open_action(admin, PAGE, "reverse", deposit.pk).context["form"]["key"].value()
    sent = {"key": key, "reason": "x", "code": code_at(manager_secret)}
    first, second = (messages(confirm_action(admin, PAGE, "reverse", deposit.pk, **sent)) for _ in range(2))
    assert first == second
    assert "is reversed by" in first[0]


def test_reversal_that_is_refused_anyway_uses_no_code(admin, deposit, manager_secret, manager):
    confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", code=code_at(manager_secret))
    reversal = Transaction.objects.get(reverses=deposit)
    response = confirm_action(admin, PAGE, "reverse", reversal.pk, reason="x", code="123456")
    assert messages(response) == ["A reversal cannot be reversed."]
    assert not AuditEvent.objects.filter(event=Event.FACTOR_FAILED).exists()


def test_reversal_with_a_passkey_is_posted(admin, deposit, manager_secret, clock):
    authenticator = Authenticator()
    prove(admin, secret=code_at(manager_secret))
    add_passkey(admin, authenticator)
    page = open_action(admin, PAGE, "reverse", deposit.pk)
    options = page.context["form"].fields["credential"].widget.options
    credential = json.dumps(authenticator.get(options, origin=RP_ORIGIN))
    key = page.context["form"]["key"].value()

    response = confirm_action(admin, PAGE, "reverse", deposit.pk, key=key, reason="x", credential=credential)

    assert "is reversed by" in messages(response)[0]


def test_passkey_of_another_page_is_refused(admin, deposit, manager_secret, member):
    authenticator = Authenticator()
    prove(admin, secret=code_at(manager_secret))
    add_passkey(admin, authenticator)
    form = admin.get(path(member)).context["adminform"].form
    credential = json.dumps(authenticator.get(form.fields["credential"].widget.options, origin=RP_ORIGIN))
    response = confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", credential=credential)
    assert errors(response) == ["The code or passkey is not valid."]
    assert not is_reversed(deposit)


@pytest.mark.slow
@pytest.mark.parametrize("credential", ["{", "[]", "{}", '{"response": 1}'])
def test_malformed_passkey_is_refused(admin, deposit, manager_secret, credential):
    prove(admin, secret=code_at(manager_secret))
    add_passkey(admin, Authenticator())
    response = confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x", credential=credential)
    assert errors(response, "credential") == ["The passkey could not be read."]


def test_manager_without_a_factor_is_not_asked(admin, manager, deposit):
    take_all(manager)
    assert list(open_action(admin, PAGE, "reverse", deposit.pk).context["form"].fields) == ["key", "reason"]
    assert "is reversed by" in messages(confirm_action(admin, PAGE, "reverse", deposit.pk, reason="x"))[0]


def test_removal_of_factors_is_confirmed(admin, member, manager_secret):
    give_totp(member)
    response = confirm_action(admin, "users_user", "remove_factors", member.pk)
    assert errors(response) == ["Enter a code, or use a passkey, to confirm this."]
    assert TotpDevice.objects.filter(user_id=member.pk).exists()

    confirm_action(admin, "users_user", "remove_factors", member.pk, code=code_at(manager_secret))
    assert not TotpDevice.objects.filter(user_id=member.pk).exists()


def test_change_of_role_without_a_code_is_refused(admin, member):
    response = submit_change(admin, member, role="cashier")
    form = response.context["adminform"].form
    assert form.errors["code"] == ["Enter a code, or use a passkey, to confirm this."]
    member.refresh_from_db()
    assert member.role == "member"


def test_change_of_role_with_a_code_is_made(admin, member, manager_secret):
    assert submit_change(admin, member, role="cashier", code=code_at(manager_secret)).status_code == 302
    member.refresh_from_db()
    assert member.role == "cashier"
    assert AuditEvent.objects.filter(event=Event.CONFIRMATION_USED).count() == 1


def test_change_of_role_with_a_wrong_code_is_refused(admin, member, manager_secret):
    response = submit_change(admin, member, role="cashier", code=wrong(manager_secret))
    assert response.context["adminform"].form.errors["code"] == ["The code or passkey is not valid."]
    member.refresh_from_db()
    assert member.role == "member"


def test_change_of_role_with_a_passkey_is_made(admin, member, manager_secret):
    authenticator = Authenticator()
    prove(admin, secret=code_at(manager_secret))
    add_passkey(admin, authenticator)
    form = admin.get(path(member)).context["adminform"].form
    credential = json.dumps(authenticator.get(form.fields["credential"].widget.options, origin=RP_ORIGIN))
    assert submit_change(admin, member, role="cashier", credential=credential).status_code == 302
    member.refresh_from_db()
    assert member.role == "cashier"


def test_other_changes_of_a_person_need_no_code(admin, member):
    assert submit_change(admin, member, full_name="Maria Miller").status_code == 302
    member.refresh_from_db()
    assert member.full_name == "Maria Miller"


def test_form_of_a_person_asks_for_a_code_where_the_role_can_be_changed(admin, manager, member, second_manager):
    assert form_fields(admin.get(path(member)))[-1] == "code"
    assert "code" not in form_fields(admin.get("/admin/users/user/add/"))
    assert "code" not in form_fields(admin.get(path(manager)))
    take_all(manager)
    assert "code" not in form_fields(admin.get(path(member)))


def test_pages_that_ask_for_a_passkey_have_no_inline_script(admin, deposit, member, manager_secret):
    prove(admin, secret=code_at(manager_secret))
    add_passkey(admin, Authenticator())
    for response in (open_action(admin, PAGE, "reverse", deposit.pk), admin.get(path(member))):
        page = Page(response.content.decode())
        assert not page.inline
        assert not page.handlers
        assert [src for src in page.loads if "passkeys" in src]
        assert "data-use-passkey" in response.content.decode()
