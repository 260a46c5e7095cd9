"""`/api/sessions/`: one's own list, revoking one or all others, and managers' sight of everybody's."""

import pytest

from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser

LIST = "/api/sessions/"


@pytest.fixture
def laptop(signed_in, member):
    return signed_in(member)


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def ids(browser, query=""):
    return [row["id"] for row in browser.get(LIST + query).json()["results"]]


def test_the_list_shows_ones_own_live_sessions_and_which_is_this(
    laptop, member_client, signed_in, other_member, member
):
    signed_in(other_member)
    expired = signed_in(member)
    BrowserSession.objects.filter(pk=ids(expired)[0]).update(expires_at="2020-01-01T00:00:00Z")
    response = laptop.get(LIST).json()

    assert set(response) == {"next", "previous", "results"}
    assert [row["current"] for row in response["results"]] == [False, True]
    assert set(response["results"][0]) == {
        "id", "current", "browser", "ip_address", "created_at", "last_active_at", "expires_at",
    }  # fmt: skip
    assert response["results"][0]["browser"] == "Firefox 140 on Linux"
    assert response["results"][0]["ip_address"] == "127.0.0.1"


def test_a_session_is_ended_by_its_id(laptop, member_client):
    theirs = next(row["id"] for row in laptop.get(LIST).json()["results"] if not row["current"])
    assert laptop.delete(f"{LIST}{theirs}/").status_code == 204
    assert member_client.check().json()["code"] == "session_ended"
    assert laptop.check().status_code == 200
    assert laptop.delete(f"{LIST}{theirs}/").status_code == 404


def test_ending_the_current_one_signs_out(signed_in, member):
    browser = signed_in(member, transport="cookie")
    current = browser.get(LIST).json()["results"][0]["id"]
    response = browser.delete(f"{LIST}{current}/", headers={"Origin": "http://testserver"})
    assert response.status_code == 204
    assert {name: response.cookies[name].value for name in response.cookies} == {"auth_token": "", "refresh_token": ""}


def test_revoking_the_others_leaves_this_one(laptop, member_client, signed_in, member):
    tablet = signed_in(member)
    assert laptop.post(f"{LIST}revoke-others/").json() == {"revoked": 2}
    assert laptop.check().status_code == 200
    assert {member_client.check().json()["code"], tablet.check().json()["code"]} == {"session_ended"}


def test_revoking_the_others_takes_no_field_and_no_other_content_type(laptop, member_client):
    path = f"{LIST}revoke-others/"
    assert "everywhere" in laptop.post(path, {"everywhere": True}).json()["fields"]
    headers = {"Authorization": f"Bearer {laptop.access}"}
    assert laptop.client.post(path, "a", content_type="text/plain", headers=headers).status_code == 415
    assert laptop.client.post(path, "{", content_type="application/json", headers=headers).status_code == 400
    assert member_client.check().status_code == 200
    assert laptop.post(path, {}).json() == {"revoked": 1}


def test_a_strangers_session_is_as_absent_as_none(laptop, signed_in, other_member):
    theirs = ids(signed_in(other_member))[0]
    refused, absent = laptop.delete(f"{LIST}{theirs}/"), laptop.delete(f"{LIST}999999/")
    assert refused.status_code == absent.status_code == 404
    assert refused.json() == absent.json()
    assert BrowserSession.objects.filter(pk=theirs).exists()


@pytest.mark.parametrize("person", ["member", "cashier"])
def test_only_managers_look_at_others(person, request, signed_in, other_member):
    browser = signed_in(request.getfixturevalue(person))
    assert browser.get(f"{LIST}?user={other_member.pk}").json()["code"] == "permission_denied"


def test_a_manager_lists_and_ends_anybodys(laptop, signed_in, manager, member):
    office = signed_in(manager)
    theirs = ids(office, f"?user={member.pk}")
    assert len(theirs) == 1
    assert office.delete(f"{LIST}{theirs[0]}/").status_code == 204
    assert laptop.check().json()["code"] == "session_ended"


@pytest.mark.parametrize("query", ["?user=0", "?user=x", "?user=99999999999999999999", "?page_size=0", "?cursor=x"])
def test_a_bad_query_is_a_400(signed_in, manager, query):
    assert signed_in(manager).get(LIST + query).status_code == 400


def test_a_script_shows_in_the_list(laptop, member):
    for form in ({}, {"bind_browser": False}):
        LocalBrowser(SCRIPT).log_in(member.email, **form)
    rows = laptop.get(LIST).json()["results"]
    assert [row["browser"] for row in rows] == ["curl 8", "curl 8", "Firefox 140 on Linux"]
