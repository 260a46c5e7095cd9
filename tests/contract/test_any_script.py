"""Text in any script is stored and found unchanged, on every database and with any defaults of its server."""

import pytest
from django.db import connection

from tests.hashers import PASSWORD

NAMES = ["Łukasz Żółć", "Иван Петров", "李小龍", "𠮷野家", "José"]


def test_name_in_any_script_is_stored_and_found_unchanged(signed_in, member, manager):
    member_client, manager_client = signed_in(member), signed_in(manager)
    for name in NAMES:
        assert member_client.patch("/api/users/me/", {"full_name": name}).status_code == 200
        assert member_client.get("/api/users/me/").json()["full_name"] == name
        found = manager_client.client.get(
            "/api/users/", {"search": name}, headers={"Authorization": f"Bearer {manager_client.access}"}
        )
        assert [person["full_name"] for person in found.json()["results"]] == [name]


def test_email_in_another_script_is_treated_as_unknown(browser, member):
    assert browser.log_in("иван@пример.example").json()["code"] == "invalid_credentials"
    assert browser.post("/api/users/password/reset/", {"email": "李@example.com"}).status_code == 202


def test_email_that_differs_by_an_accent_is_another_address(browser, member):
    assert browser.log_in("mémber@example.com", PASSWORD).status_code == 401
    assert browser.log_in("MEMBER@example.com", PASSWORD).status_code == 200


@pytest.mark.skipif(connection.vendor != "mysql", reason="only MariaDB's tables have an engine and a character set")
def test_every_table_is_utf8mb4_and_innodb(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, engine, table_collation FROM information_schema.tables "
            "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        )
        tables = cursor.fetchall()
    assert len(tables) > 10
    assert [row for row in tables if row[1] != "InnoDB" or not row[2].startswith("utf8mb4")] == []
