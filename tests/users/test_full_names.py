"""Full names: which characters they may contain, on every route; names stored before the rule stay valid."""

import unicodedata

from core.models import Limit
from users.models import PendingRegistration, User

ACCEPTED = ["Zoë O'Neill-Smith", "D’Arcy", "陳大文", "Łukasz Żółć", "J. R. Smith Jr.", "Ana/Meier", "علی\u200cرضا",
            "ශ\u0dca\u200dරී", "नरेन्द्र", "Maria 2", "Nguyễn Thị Ánh", "ʻOkina", "X"]  # fmt: skip
STORED = {
    "  Anna\u00a0Maria\u202fMeier\u2007": "Anna Maria Meier",
    "陳\u3000大文": "陳 大文",
    unicodedata.normalize("NFD", "Öztürk Žižek"): "Öztürk Žižek",
    "Anne\u2011Marie": "Anne-Marie",
    "\ufeffSo\u00adphie\u200b": "Sophie",
    "e\u0301" * 70: "é" * 70,
}
SIGNS = "A name may have letters, digits, spaces and the signs ' ’ - / only."
STOP = "A full stop must be followed by a space or end the name."
LETTER = "A name must have at least one letter."
LONG = "A name may have at most 70 characters."
BLANK = "This field may not be blank."
REFUSED = {
    "Nora 🏦": SIGNS, "a@example.com": SIGNS, "<b>": SIGNS, "Smith, John": SIGNS, "=1+1": SIGNS, "a\nb": SIGNS,
    "a\tb": SIGNS, "a\0b": SIGNS, "a\u202eb": SIGNS, "a\u200eb": SIGNS, "a\u2028b": SIGNS, "a\u3164b": SIGNS,
    "½": SIGNS, "Gal·la": SIGNS, "www.example.com": STOP, "J.R. Smith": STOP, "Smith..": STOP, "-": LETTER,
    ". .": LETTER, "'\u200d'": LETTER, "n" * 71: LONG, "é" * 71: LONG, "e\u0301" * 71: LONG, "e\u0301" * 8_000: LONG,
    "": BLANK, " \u00a0": BLANK, "\u200d": BLANK, "\ufeff": BLANK,
}  # fmt: skip
OLD = "Nora 🏦 & " + "n" * 100


def register(browser, name):
    form = {"email": "newcomer@example.com", "password": "a long enough passphrase", "full_name": name}
    return browser.post("/api/users/register/", form)


def test_name_of_any_script_is_accepted_at_registration(browser):
    for name in ACCEPTED:
        assert register(browser, name).status_code == 202
        assert PendingRegistration.objects.get().full_name == name
        PendingRegistration.objects.all().delete()
        Limit.objects.all().delete()


def test_name_is_stored_normalized_with_plain_spaces_and_hyphens(signed_in, member):
    member_client = signed_in(member)
    for sent, stored in STORED.items():
        assert member_client.patch("/api/users/me/", {"full_name": sent}).json()["full_name"] == stored


def requests_with_a_name(signed_in, member, manager):
    member_client, manager_client = signed_in(member), signed_in(manager)
    invitation = {"email": "invited@example.com", "role": "member"}
    return {
        "registration": lambda name: register(member_client, name),
        "own profile": lambda name: member_client.patch("/api/users/me/", {"full_name": name}),
        "invitation": lambda name: manager_client.post("/api/users/", {**invitation, "full_name": name}),
        "change by staff": lambda name: manager_client.patch(f"/api/users/{member.pk}/", {"full_name": name}),
    }


def test_invalid_name_is_refused_with_the_reason(signed_in, member, manager):
    for request_name, send in requests_with_a_name(signed_in, member, manager).items():
        responses = {name: send(name) for name in REFUSED}
        assert {response.status_code for response in responses.values()} == {400}, request_name
        errors = {name: response.json()["fields"] for name, response in responses.items()}
        assert errors == {name: {"full_name": [sentence]} for name, sentence in REFUSED.items()}, request_name
    member.refresh_from_db()
    assert member.full_name == "Maria Member"


def test_name_stored_before_the_rule_is_returned_and_other_fields_can_be_changed(signed_in, member, manager):
    User.objects.filter(pk=member.pk).update(full_name=OLD)
    member_client, manager_client = signed_in(member), signed_in(manager)
    path = f"/api/users/{member.pk}/"

    assert member_client.get("/api/users/me/").json()["full_name"] == OLD
    assert member_client.patch("/api/users/me/", {"phone": "112"}).json()["full_name"] == OLD
    assert manager_client.patch(path, {"phone": "113"}).json()["full_name"] == OLD
    assert manager_client.patch(path, {"role": "cashier"}).json()["full_name"] == OLD


def test_name_stored_before_the_rule_may_be_sent_back_but_not_given_to_another_user(
    signed_in, member, other_member, manager
):
    User.objects.filter(pk=member.pk).update(full_name=OLD)
    member_client, manager_client = signed_in(member), signed_in(manager)

    assert member_client.patch("/api/users/me/", {"full_name": OLD, "phone": "112"}).json()["phone"] == "112"
    assert manager_client.patch(f"/api/users/{member.pk}/", {"full_name": OLD, "phone": "113"}).json()["phone"] == "113"
    for refused in (
        member_client.patch("/api/users/me/", {"full_name": OLD + "!"}),
        manager_client.patch(f"/api/users/{other_member.pk}/", {"full_name": OLD}),
        manager_client.patch("/api/users/999999/", {"full_name": OLD}),
    ):
        assert list(refused.json()["fields"]) == ["full_name"]
    assert member_client.patch("/api/users/me/", {"full_name": "Nora"}).json()["full_name"] == "Nora"
    assert member_client.patch("/api/users/me/", {"full_name": OLD}).status_code == 400
