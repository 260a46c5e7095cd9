"""`/api/sessions/`: listing and revoking own sessions, and sessions of any user by managers."""

import pytest

from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser

LIST = "/api/sessions/"


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


@pytest.fixture
def second_client(signed_in, member):
    return signed_in(member)


def ids(browser, query=""):
    return [row["id"] for row in browser.get(LIST + query).json()["results"]]


def test_session_list_shows_own_live_sessions_and_marks_the_current_session(
    member_client, second_client, signed_in, other_member, member
):
    signed_in(other_member)
    expired = signed_in(member)
    BrowserSession.objects.filter(pk=ids(expired)[0]).update(expires_at="2020-01-01T00:00:00Z")
    response = member_client.get(LIST).json()

    assert set(response) == {"next", "previous", "results"}
    assert [row["current"] for row in response["results"]] == [False, True]
    assert set(response["results"][0]) == {
        "id", "current", "browser", "ip_address", "created_at", "last_active_at", "expires_at",
    }  # fmt: skip
    assert response["results"][0]["browser"] == "Firefox 140 on Linux"
    assert response["results"][0]["ip_address"] == "127.0.0.1"


def test_session_is_revoked_by_its_id(member_client, second_client):
    session_id = next(row["id"] for row in member_client.get(LIST).json()["results"] if not row["current"])
    assert member_client.delete(f"{LIST}{session_id}/").status_code == 204
    assert second_client.check().json()["code"] == "session_ended"
    assert member_client.check().status_code == 200
    assert member_client.delete(f"{LIST}{session_id}/").status_code == 404


def test_revoking_the_current_session_clears_the_cookies(signed_in, member):
    browser = signed_in(member, transport="cookie")
    current = browser.get(LIST).json()["results"][0]["id"]
    response = browser.delete(f"{LIST}{current}/", headers={"Origin": "http://testserver"})
    assert response.status_code == 204
    assert {name: response.cookies[name].value for name in response.cookies} == {"auth_token": "", "refresh_token": ""}


def test_revoke_others_keeps_the_current_session(member_client, second_client, signed_in, member):
    third_client = signed_in(member)
    assert member_client.post(f"{LIST}revoke-others/").json() == {"revoked": 2}
    assert member_client.check().status_code == 200
    assert {second_client.check().json()["code"], third_client.check().json()["code"]} == {"session_ended"}


def test_revoke_others_refuses_fields_and_other_content_types(member_client, second_client):
    path = f"{LIST}revoke-others/"
    assert "everywhere" in member_client.post(path, {"everywhere": True}).json()["fields"]
    headers = {"Authorization": f"Bearer {member_client.access}"}
    assert member_client.client.post(path, "a", content_type="text/plain", headers=headers).status_code == 415
    assert member_client.client.post(path, "{", content_type="application/json", headers=headers).status_code == 400
    assert second_client.check().status_code == 200
    assert member_client.post(path, {}).json() == {"revoked": 1}


def test_revoking_a_session_of_another_user_is_404_like_an_absent_session(member_client, signed_in, other_member):
    session_id = ids(signed_in(other_member))[0]
    refused, absent = member_client.delete(f"{LIST}{session_id}/"), member_client.delete(f"{LIST}999999/")
    assert refused.status_code == absent.status_code == 404
    assert refused.json() == absent.json()
    assert BrowserSession.objects.filter(pk=session_id).exists()


@pytest.mark.parametrize("person", ["member", "cashier"])
def test_members_and_cashiers_cannot_list_sessions_of_others(person, request, signed_in, other_member):
    browser = signed_in(request.getfixturevalue(person))
    assert browser.get(f"{LIST}?user={other_member.pk}").json()["code"] == "permission_denied"


def test_manager_lists_and_revokes_sessions_of_any_user(member_client, signed_in, manager, member):
    manager_client = signed_in(manager)
    session_ids = ids(manager_client, f"?user={member.pk}")
    assert len(session_ids) == 1
    assert manager_client.delete(f"{LIST}{session_ids[0]}/").status_code == 204
    assert member_client.check().json()["code"] == "session_ended"


@pytest.mark.parametrize("query", ["?user=0", "?user=x", "?user=99999999999999999999", "?page_size=0", "?cursor=x"])
def test_invalid_query_of_the_session_list_is_400(signed_in, manager, query):
    assert signed_in(manager).get(LIST + query).status_code == 400


def test_session_of_a_script_is_in_the_session_list(member_client, member):
    for form in ({}, {"bind_browser": False}):
        LocalBrowser(SCRIPT).log_in(member.email, **form)
    rows = member_client.get(LIST).json()["results"]
    assert [row["browser"] for row in rows] == ["curl 8", "curl 8", "Firefox 140 on Linux"]
