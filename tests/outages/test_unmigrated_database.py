"""A server on a database without all migrations reports that it is not ready, and why."""


def test_server_on_a_database_without_its_last_migration_is_not_ready(start_portal):
    server = start_portal()
    last = server.sql("SELECT app, name, applied FROM django_migrations ORDER BY id DESC LIMIT 1")[0]
    server.sql("DELETE FROM django_migrations WHERE app = %s AND name = %s", *last[:2])
    try:
        assert server.wait_until_not_ready() == {
            "status": "unavailable", "database": "not_migrated", "clock": "ok", "time_zone": "unknown",
            "cache": "ok",
        }  # fmt: skip
        assert server.lines("WARNING bankportal.health", f"1 migrations are missing, the first is {last[0]}.{last[1]}")
        assert server.get("/healthz").status_code == 200
    finally:
        server.sql("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", *last)
    server.wait_until_ready()
