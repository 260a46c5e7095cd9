"""Staff create users, who choose their own password with a mailed link."""

import pytest

from tests.users.email_variants import email_variants
from tests.users.mailed_links import NEW, confirm_password_reset, get_link, request_password_reset
from users.models import User

FORM = {"email": "invited@example.com", "full_name": "Ivy Invited", "role": "member"}


def invite(browser, **changes):
    return browser.post("/api/users/", FORM | changes)


def test_invitation_creates_the_user_and_mails_a_working_link(signed_in, browser, cashier, mailoutbox):
    response = invite(signed_in(cashier), phone="+46812345")
    person = User.objects.get(email=FORM["email"])

    assert response.status_code == 201
    assert response.json().items() >= {**FORM, "id": person.pk, "phone": "+46812345", "is_active": True}.items()
    assert response.json()["last_login"] is None
    assert [message.to for message in mailoutbox] == [[FORM["email"]]]
    assert FORM["email"] in mailoutbox[0].body
    assert get_link(mailoutbox[0]).startswith("https://app.bank.example/reset-password?uid=")

    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 204
    assert browser.log_in(FORM["email"], NEW).json()["user"]["id"] == person.pk
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 400


@pytest.mark.parametrize("password", ["x", "!", "None", "null"])
def test_invited_user_cannot_log_in_before_setting_a_password(signed_in, browser, cashier, password):
    invite(signed_in(cashier))
    assert browser.log_in(FORM["email"], password).json()["code"] == "invalid_credentials"


def test_expired_invitation_is_renewed_by_a_password_reset(clock, signed_in, browser, cashier, mailoutbox):
    invite(signed_in(cashier))
    clock.shift(86401)
    assert confirm_password_reset(browser, get_link(mailoutbox[0])).status_code == 400
    request_password_reset(browser, FORM["email"])
    assert confirm_password_reset(browser, get_link(mailoutbox[1])).status_code == 204


@pytest.mark.parametrize(
    ("who", "may", "may_not"),
    [
        ("member", [], ["member", "cashier", "manager"]),
        ("cashier", ["member"], ["cashier", "manager"]),
        ("manager", ["member", "cashier"], ["manager"]),
        ("administrator", ["member", "cashier", "manager"], []),
    ],
)
def test_each_role_may_invite_only_its_allowed_roles(signed_in, request, mailoutbox, who, may, may_not):
    browser = signed_in(request.getfixturevalue(who))
    before = User.objects.count()
    for role in may_not:
        assert invite(browser, role=role).json()["code"] == "permission_denied"
    assert User.objects.count() == before
    for role in may:
        assert invite(browser, role=role, email=f"{role}-new@example.com").json()["role"] == role
    assert [message.to for message in mailoutbox] == [[f"{role}-new@example.com"] for role in may]


@pytest.mark.parametrize("notation", ["member@example.com", *email_variants("member@example.com")])
def test_invitation_to_a_registered_address_is_refused_in_any_notation(
    signed_in, cashier, member, mailoutbox, notation
):
    response = invite(signed_in(cashier), email=notation)

    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["email"]
    assert not mailoutbox


@pytest.mark.parametrize("extra", ["password", "is_active", "is_superuser", "id"])
def test_invitation_with_a_password_or_another_field_is_refused(signed_in, manager, mailoutbox, extra):
    response = invite(signed_in(manager), **{extra: "another long passphrase"})

    assert list(response.json()["fields"]) == [extra]
    assert not User.objects.filter(email=FORM["email"]).exists()
    assert not mailoutbox


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "boss"),
        ("role", None),
        ("role", ["member"]),
        ("role", "\ud800"),
        ("email", "no address"),
        ("email", "e" * 250 + "@x.se"),
        ("full_name", ""),
        ("full_name", "two\nlines"),
        ("phone", "call me"),
    ],
)
def test_invitation_with_an_invalid_value_is_refused(signed_in, manager, field, value):
    response = invite(signed_in(manager), **{field: value})
    assert response.status_code == 400
    assert list(response.json()["fields"]) == [field]


@pytest.mark.parametrize("field", FORM)
def test_every_field_of_an_invitation_but_the_phone_is_required(signed_in, manager, field):
    body = {name: value for name, value in FORM.items() if name != field}
    assert list(signed_in(manager).post("/api/users/", body).json()["fields"]) == [field]
