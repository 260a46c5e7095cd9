"""Run by make_dumps.py in a checkout of the old version: creates and uses a bank with that version's code.

Of the present version it imports only figures.py. Writes `dump.sql` and `figures.json` to the given folder.
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import django
from figures import ok_json, read_figures  # beside this file

django.setup()

# Modules and names of the old version: a rename in the present one does not concern them.
from users.demo import PASSWORD  # noqa: E402

from tests.counter import a_key as idempotency_headers  # noqa: E402
from tests.counter import deposit, open_account, reverse, transfer  # noqa: E402
from tests.servers import DemoServer  # noqa: E402

MEMBER, OTHER, CASHIER, MANAGER, ADMINISTRATOR = (
    "member@example.com", "member2@example.com", "cashier@bank.com", "manager@bank.com", "admin@bank.com"
)  # fmt: skip
SAVINGS, CURRENT, EVERYDAY = "100000000190", "100000000287", "100000000384"
NEWCOMER = {"email": "new@example.com", "password": "a passphrase of her own"}
TEN_YEARS = 10 * 365 * 86400  # so that sessions and tokens are still valid when the dump is restored
SECRET_KEY = "key-of-the-old-bank-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
LIFETIMES = dict.fromkeys(
    ["BROWSER_SESSION_LIFETIME", "BROWSER_SESSION_MAX_AGE", "ACCESS_TOKEN_LIFETIME", "REFRESH_TOKEN_LIFETIME"],
    TEN_YEARS,
)


def main(folder):
    with DemoServer("old_bank", workers=1, SECRET_KEY=SECRET_KEY, **LIFETIMES) as server:
        server.manage("snapshot_balances")
        figures = {"secret_key": SECRET_KEY, **use(server), **read(server)}
        (folder / "figures.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
        (folder / "dump.sql").write_text(dump(server))


def use(server):
    """Creates a row of every kind; returns what clients have stored."""
    cashier, manager, admin, other = (signed_in(server, who) for who in (CASHIER, MANAGER, ADMINISTRATOR, OTHER))
    person = manager.get(f"/api/users/?search={OTHER}").json()["results"][0]["id"]

    frozen, closed = open_account(cashier, person, name="Frozen"), open_account(cashier, person, name="Closed")
    ok_json(deposit(cashier, frozen, "75.25"))
    ok_json(manager.post(f"/api/accounts/{frozen}/freeze/", {"reason": "Card reported stolen"}))
    ok_json(manager.post(f"/api/accounts/{closed}/close/", {"reason": "Not needed"}))
    by_mistake = ok_json(deposit(cashier, CURRENT, "12.00", description="Zürich 東京"))
    ok_json(reverse(manager, by_mistake["id"], reason="Wrong account"))

    invited = {"email": "invited@example.com", "full_name": "Ida Invited", "role": "member", "phone": "+1 555 0199"}
    ok_json(cashier.post("/api/users/", invited))
    ok_json(server.browser().post("/api/users/register/", NEWCOMER | {"full_name": "Nora New"}))
    left = ok_json(manager.post("/api/users/", invited | {"email": "left@example.com", "full_name": "Leo Left"}))
    ok_json(manager.patch(f"/api/users/{left['id']}/", {"is_active": False}))

    mistyping = server.browser()
    for _ in range(3):
        mistyping.log_in(MEMBER, "not the password")
    in_the_admin(admin)
    script = server.browser()
    ok_json(script.log_in(MEMBER, PASSWORD, bind_browser=False))
    ok_json(transfer(other, EVERYDAY, SAVINGS, "1.00"))
    return {"retried": retried(server, other), "browser": browser_that_stays(server)}


def browser_that_stays(server):
    """A browser on which a member stays signed in after one refresh."""
    browser = signed_in(server, MEMBER)
    spent = browser.refresh
    ok_json(browser.rotate())
    return {
        "email": MEMBER,
        "browserId": browser.cookie("browserId"),
        "access": browser.access,
        "refresh": browser.refresh,
        "spent_refresh": spent,
    }


def retried(server, browser):
    """A payment whose client has not received the response and will retry; its key stays valid for years."""
    path, key = "/api/transactions/transfer/", "paid before the upgrade"
    body = {"from_account": EVERYDAY, "to_account": CURRENT, "amount": "3.21", "description": "Über Nacht"}
    response = ok_json(browser.post(path, body, headers=idempotency_headers(key)))
    server.sql("UPDATE idempotency_keys SET expires_at = '2035-01-01 00:00:00' WHERE `key` = %s", key)
    return {"email": OTHER, "path": path, "body": body, "key": key, "answer": response}


def in_the_admin(browser):
    browser.client.get("/admin/login/")
    form = {"username": ADMINISTRATOR, "password": PASSWORD}
    response = browser.client.post("/admin/login/", data=form, headers={"X-CSRFToken": browser.cookie("csrftoken")})
    assert response.status_code == 302, response.content


def read(server):
    """What the old version returns for everyone who can log in, and for the members' accounts and loans."""
    logins = [{"email": email, "password": PASSWORD} for email in (MEMBER, OTHER, CASHIER, MANAGER, ADMINISTRATOR)]
    people = [login | {"user": ok_json(server.browser().log_in(**login))["user"]} for login in [*logins, NEWCOMER]]
    return {"people": people, "members": {email: read_figures(signed_in(server, email)) for email in (MEMBER, OTHER)}}


def signed_in(server, email):
    browser = server.browser()
    ok_json(browser.log_in(email, PASSWORD))
    return browser


def dump(server):
    """The whole database as SQL, in a stable order."""
    if not hasattr(server, "_mariadb"):
        with contextlib.closing(server._connect()) as connection:
            return "\n".join(connection.iterdump()) + "\n"
    options = server._mariadb
    command = [
        "mariadb-dump", "--no-defaults", "--protocol=tcp", f"--host={options['host']}", f"--port={options['port']}",
        f"--user={options['user']}", "--skip-comments", "--skip-add-locks", "--skip-add-drop-table",
        "--order-by-primary", "--no-tablespaces", "--hex-blob", options["database"],
    ]  # fmt: skip
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Only the newest clients understand the first line.
    return text.partition("\n")[2] if text.startswith("/*M!999999") else text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
