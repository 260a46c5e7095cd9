"""Telephone numbers in common notations, in the profile, in invitations and in the admin."""

import pytest

from tests.admin.admin_client import AdminBrowser
from tests.admin.person_forms import ADD, INVITATION, submit_change
from tests.contract.error_assertions import assert_error
from users.models import User

ME, PEOPLE = "/api/users/me/", "/api/users/"
ACCEPTED = {
    "(555) 123-4567": "(555) 123-4567",
    "(020) 7946 0958": "(020) 7946 0958",
    "+1 555 0101": "+1 555 0101",
    "+46 (0)8-123.45/67": "+46 (0)8-123.45/67",
    "+(44) 20 7946 0958": "+(44) 20 7946 0958",
    "0171 / 1234567": "0171 / 1234567",
    "555.123.4567": "555.123.4567",
    "112": "112",
    "+" + "1" * 31: "+" + "1" * 31,
    "020 7946 0958 ext. 12": "020 7946 0958 ext. 12",
    "020 7946 0958 ext 12": "020 7946 0958 ext 12",
    "020 7946 0958, Ext. 12": "020 7946 0958, Ext. 12",
    "(555) 123-4567 extension 1": "(555) 123-4567 extension 1",
    "(555) 123-4567 x12": "(555) 123-4567 x12",
    "(555) 123-4567x12": "(555) 123-4567x12",
    "(555) 123-4567 X 12": "(555) 123-4567 X 12",
    "(555) 123-4567 #12": "(555) 123-4567 #12",
    "  +1 555 0101 ": "+1 555 0101",
    "+1\u00a0555\u00a00101": "+1 555 0101",
    "+1\u202f555\u20070101": "+1 555 0101",
    "555\u2011123\u20114567": "555-123-4567",
    "555\u2013123\u20144567": "555-123-4567",
    "555\u2212123\u20104567": "555-123-4567",
    "+1  555   0101": "+1 555 0101",
    # As copied from the address book of a telephone, between direction marks.
    "\u202a+1\u00a0(555)\u00a0123\u20114567\u202c": "+1 (555) 123-4567",
    "": "",
    " ": "",
}
REFUSED = ["call me", "12", "x12", "(12)", "ext. 123", "+", "()", "---", "1" * 33, "555 0101 or 555 0102",
           "555 0101 ext.", "555 0101 ext. 12 ext. 13", "555 0101 ext. 123456789", "555+0101", "++1 555 0101",
           "1-800-FLOWERS", "٠١٢٣٤٥", "\uff11\uff12\uff13", "²³¹", "555\t0101", "555\n0101", "555\x000101",
           "<script>", "tel:5550101", "5,550,101", None, 5550101, 5.5, True, [], {}, "5" * 40_000]  # fmt: skip
EXAMPLE = "Enter a telephone number such as +1 555 0101 or (555) 123-4567 ext. 12."


@pytest.mark.parametrize(("written", "stored"), ACCEPTED.items())
def test_phone_number_is_stored_with_plain_separators(signed_in, member, written, stored):
    response = signed_in(member).patch(ME, {"phone": written})

    assert (response.status_code, response.json().get("phone")) == (200, stored)
    assert User.objects.get(pk=member.pk).phone == stored


@pytest.mark.parametrize("written", REFUSED, ids=lambda value: repr(value)[:30])
def test_invalid_phone_number_is_400_and_named(signed_in, member, written):
    response = signed_in(member).patch(ME, {"phone": written})

    assert list(assert_error(response, 400, "invalid_request")["fields"]) == ["phone"]
    assert User.objects.get(pk=member.pk).phone == ""


def test_error_for_an_invalid_phone_number_has_an_example(signed_in, member):
    assert signed_in(member).patch(ME, {"phone": "call me"}).json()["fields"] == {"phone": [EXAMPLE]}


def test_example_phone_numbers_of_the_error_are_accepted(signed_in, member):
    for number in ("+1 555 0101", "(555) 123-4567 ext. 12"):
        assert number in EXAMPLE
        assert signed_in(member).patch(ME, {"phone": number}).json()["phone"] == number


def test_invitation_and_change_by_staff_validate_the_phone_number(manager_client, member):
    body = {"email": "new@example.com", "full_name": "New", "role": "member"}
    for path, send, sent in ((PEOPLE, manager_client.post, body), (f"{PEOPLE}{member.pk}/", manager_client.patch, {})):
        assert send(path, {**sent, "phone": "call me"}).json()["fields"] == {"phone": [EXAMPLE]}
        assert send(path, {**sent, "phone": "(555)\u00a0123\u20114567"}).json()["phone"] == "(555) 123-4567"


def test_admin_validates_the_phone_number(manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    refused = [browser.post(ADD, **INVITATION | {"phone": "call me"}), submit_change(browser, member, phone="call me")]
    accepted = [browser.post(ADD, **INVITATION | {"phone": "(555)\u00a0123\u20114567"}),
            submit_change(browser, member, phone="(555) 123-4567 ext.\u00a012")]  # fmt: skip

    assert [(response.status_code, EXAMPLE in response.content.decode()) for response in refused] == [(200, True)] * 2
    assert [response.status_code for response in accepted] == [302, 302]
    assert User.objects.get(email=INVITATION["email"]).phone == "(555) 123-4567"
    assert User.objects.get(pk=member.pk).phone == "(555) 123-4567 ext. 12"
