"""Text in any script is kept and found as it was written, on every database, whatever its server's own defaults."""

import pytest
from django.db import connection

from tests.hashers import PASSWORD

NAMES = ["Łukasz Żółć", "Иван Петров", "李小龍", "𠮷野家", "José"]


def test_a_name_is_kept_as_it_was_written(signed_in, member, manager):
    browser, staff = signed_in(member), signed_in(manager)
    for name in NAMES:
        assert browser.patch("/api/users/me/", {"full_name": name}).status_code == 200
        assert browser.get("/api/users/me/").json()["full_name"] == name
        found = staff.client.get("/api/users/", {"search": name}, headers={"Authorization": f"Bearer {staff.access}"})
        assert [person["full_name"] for person in found.json()["results"]] == [name]


def test_an_address_in_another_script_is_an_unknown_one(browser, member):
    assert browser.log_in("иван@пример.example").json()["code"] == "invalid_credentials"
    assert browser.post("/api/users/password/reset/", {"email": "李@example.com"}).status_code == 202


def test_an_accent_makes_another_address(browser, member):
    assert browser.log_in("mémber@example.com", PASSWORD).status_code == 401
    assert browser.log_in("MEMBER@example.com", PASSWORD).status_code == 200


@pytest.mark.skipif(connection.vendor != "mysql", reason="only there a table has an engine and a character set")
def test_every_table_is_utf8mb4_and_innodb(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, engine, table_collation FROM information_schema.tables "
            "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
        )
        tables = cursor.fetchall()
    assert len(tables) > 10
    assert [row for row in tables if row[1] != "InnoDB" or not row[2].startswith("utf8mb4")] == []
