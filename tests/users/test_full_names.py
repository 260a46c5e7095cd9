"""Names of people: what they may be made of, on every path; and names from before that stay."""

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
    browser = signed_in(member)
    for sent, stored in STORED.items():
        assert browser.patch("/api/users/me/", {"full_name": sent}).json()["full_name"] == stored


def ways(signed_in, member, manager):
    browser, office = signed_in(member), signed_in(manager)
    invitation = {"email": "invited@example.com", "role": "member"}
    return {
        "registration": lambda name: register(browser, name),
        "own profile": lambda name: browser.patch("/api/users/me/", {"full_name": name}),
        "invitation": lambda name: office.post("/api/users/", {**invitation, "full_name": name}),
        "change by staff": lambda name: office.patch(f"/api/users/{member.pk}/", {"full_name": name}),
    }


def test_refusal_names_the_field_and_says_what_is_wrong(signed_in, member, manager):
    for way, send in ways(signed_in, member, manager).items():
        responses = {name: send(name) for name in REFUSED}
        assert {response.status_code for response in responses.values()} == {400}, way
        said = {name: response.json()["fields"] for name, response in responses.items()}
        assert said == {name: {"full_name": [sentence]} for name, sentence in REFUSED.items()}, way
    member.refresh_from_db()
    assert member.full_name == "Maria Member"


def test_name_stored_before_the_rule_is_read_and_other_fields_change(signed_in, member, manager):
    User.objects.filter(pk=member.pk).update(full_name=OLD)
    browser, office = signed_in(member), signed_in(manager)
    person = f"/api/users/{member.pk}/"

    assert browser.get("/api/users/me/").json()["full_name"] == OLD
    assert browser.patch("/api/users/me/", {"phone": "112"}).json()["full_name"] == OLD
    assert office.patch(person, {"phone": "113"}).json()["full_name"] == OLD
    assert office.patch(person, {"role": "cashier"}).json()["full_name"] == OLD


def test_name_stored_before_the_rule_may_be_sent_back_but_not_taken_by_another(
    signed_in, member, other_member, manager
):
    User.objects.filter(pk=member.pk).update(full_name=OLD)
    browser, office = signed_in(member), signed_in(manager)

    assert browser.patch("/api/users/me/", {"full_name": OLD, "phone": "112"}).json()["phone"] == "112"
    assert office.patch(f"/api/users/{member.pk}/", {"full_name": OLD, "phone": "113"}).json()["phone"] == "113"
    for refused in (
        browser.patch("/api/users/me/", {"full_name": OLD + "!"}),
        office.patch(f"/api/users/{other_member.pk}/", {"full_name": OLD}),
        office.patch("/api/users/999999/", {"full_name": OLD}),
    ):
        assert list(refused.json()["fields"]) == ["full_name"]
    assert browser.patch("/api/users/me/", {"full_name": "Nora"}).json()["full_name"] == "Nora"
    assert browser.patch("/api/users/me/", {"full_name": OLD}).status_code == 400
