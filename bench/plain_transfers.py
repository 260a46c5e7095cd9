"""A transfer in plain mysqlclient: the same statements and rules as ours, sent directly to the driver."""

import hashlib
import json
import os
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import MySQLdb
from django.conf import settings
from django.db import connection

from core.client_info import ClientInfo
from core.idempotency.service import KEEP

Row = Sequence[Any]  # of an account: COLUMNS
COLUMNS = "id, number, owner_id, currency, status, balance, held, overdraft, seq, last_booked_at"
PATH = "/api/transactions/transfer/"


def new_key() -> str:
    """A new value for `Idempotency-Key`."""
    return f"{os.getpid()}-{time.monotonic_ns()}"


class PlainTransfers:
    """Transfers between random accounts, given as number and owner, over a connection of its own."""

    def __init__(self, accounts: list[tuple[str, int]], client: ClientInfo, seed: int) -> None:
        self.accounts, self.client, self.chance = accounts, client, random.Random(seed)
        self.limit = int(settings.MEMBER_DAILY_TRANSFER_LIMIT * 100)
        names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port", "NAME": "database"}
        given = {name: connection.settings_dict[key] for key, name in names.items()}
        init_command = connection.settings_dict["OPTIONS"]["init_command"]
        self.link = MySQLdb.connect(**given, charset="utf8mb4", init_command=init_command)
        self.cursor = self.link.cursor()
        self.cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")

    def _choose(self) -> tuple[str, str, int]:
        """Numbers of two neighbours, and the owner of the first."""
        number = self.chance.randrange(len(self.accounts))
        source, owner = self.accounts[number]
        return source, self.accounts[number - 1][0], owner

    def __call__(self) -> None:
        """Makes one transfer."""
        source, target, owner = self._choose()
        key, moment = new_key(), datetime.now(UTC).replace(tzinfo=None)
        self._claim_key(key, moment, source, target, owner)
        paying, paid = self._lock_accounts(source, target)
        assert paying[2] == owner
        assert paying[4] == "active"
        assert paid[4] != "closed"
        assert paying[5] - paying[6] + paying[7] >= 1
        self._consume_daily_limit(moment, owner)
        written = self._post(moment, paying, paid, owner)
        self._record(moment, written, paying[3], owner)
        self._store_response(key, moment, written, paying, paid)
        self.link.commit()

    def _claim_key(self, key: str, moment: datetime, source: str, target: str, owner: int) -> None:
        body = {"from_account": source, "to_account": target, "amount": "0.01", "description": "Rent"}
        text = json.dumps(["POST", PATH, body], sort_keys=True, separators=(",", ":"))
        self.cursor.execute(
            "INSERT IGNORE INTO idempotency_keys (user_id, `key`, fingerprint, status, body, expires_at) "
            "VALUES (%s, %s, %s, NULL, '', %s)",
            (owner, key, hashlib.sha256(text.encode()).hexdigest(), moment + KEEP),
        )

    def _lock_accounts(self, source: str, target: str) -> tuple[Row, Row]:
        self.cursor.execute(
            f"SELECT {COLUMNS} FROM accounts WHERE number IN (%s, %s) AND type IN ('savings', 'current')",
            (source, target),
        )
        ids = {row[1]: row[0] for row in self.cursor.fetchall()}
        self.cursor.execute(
            f"SELECT {COLUMNS} FROM accounts WHERE id IN (%s, %s) ORDER BY id FOR UPDATE", (ids[source], ids[target])
        )
        rows = {row[1]: row for row in self.cursor.fetchall()}
        return rows[source], rows[target]

    def _consume_daily_limit(self, moment: datetime, owner: int) -> None:
        today = (owner, moment.date(), self.limit - 1)
        add = "UPDATE daily_transfers SET amount = amount + 1 WHERE user_id = %s AND day = %s AND amount <= %s"
        if not self.cursor.execute(add, today):
            insert = "INSERT IGNORE INTO daily_transfers (user_id, day, amount) VALUES (%s, %s, 0)"
            self.cursor.execute(insert, today[:2])
            assert self.cursor.execute(add, today)

    def _post(self, moment: datetime, paying: Row, paid: Row, owner: int) -> int:
        self.cursor.execute(
            "INSERT INTO transactions (kind, amount, currency, description, from_account_id, to_account_id, booked_at, "
            "value_date, created_by_id, reverses_id) VALUES ('transfer', 1, %s, 'Rent', %s, %s, %s, %s, %s, NULL)",
            (paying[3], paying[0], paid[0], moment, moment.date(), owner),
        )
        written = int(self.cursor.lastrowid)
        self.cursor.execute(
            "INSERT INTO entries (transaction_id, account_id, direction, amount, seq, balance_after, booked_at) "
            "VALUES (%s, %s, 'debit', 1, %s, %s, %s), (%s, %s, 'credit', 1, %s, %s, %s)",
            (written, paying[0], paying[8] + 1, paying[5] - 1, moment,
             written, paid[0], paid[8] + 1, paid[5] + 1, moment),
        )  # fmt: skip
        self.cursor.execute(
            "UPDATE accounts SET balance = CASE id WHEN %s THEN %s WHEN %s THEN %s END, "
            "seq = CASE id WHEN %s THEN %s WHEN %s THEN %s END, last_booked_at = %s WHERE id IN (%s, %s)",
            (paying[0], paying[5] - 1, paid[0], paid[5] + 1, paying[0], paying[8] + 1, paid[0], paid[8] + 1, moment,
             paying[0], paid[0]),
        )  # fmt: skip
        return written

    def _record(self, moment: datetime, written: int, currency: str, owner: int) -> None:
        details = json.dumps({"transaction": written, "amount": "0.01", "currency": currency})
        self.cursor.execute(
            "INSERT INTO audit_events (at, event, user_id, actor_id, ip_address, user_agent, details, request_id, "
            "client_request_id) VALUES (%s, 'transfer_posted', %s, %s, %s, %s, %s, '', '')",
            (moment, owner, owner, self.client.ip_address, self.client.user_agent, details),
        )

    def _store_response(self, key: str, moment: datetime, written: int, paying: Row, paid: Row) -> None:
        response = {"id": written, "kind": "transfer", "status": "posted", "amount": "0.01", "currency": paying[3],
                  "description": "Rent", "from_account": paying[1], "to_account": paid[1],
                  "booked_at": f"{moment.isoformat()}Z", "value_date": moment.date().isoformat(),
                  "created_by": paying[2], "reverses": None, "reversed_by": None}  # fmt: skip
        self.cursor.execute(
            "UPDATE idempotency_keys SET status = 201, body = %s WHERE user_id = %s AND `key` = %s",
            (json.dumps(response, separators=(",", ":")), paying[2], key),
        )


class FiveStatements(PlainTransfers):
    """The least that a transfer needs: a lock, a transaction, two entries, two balances and COMMIT.

    Without a key, a limit, an audit row, a second read or a response.
    """

    def __call__(self) -> None:
        """Makes one transfer."""
        source, target, owner = self._choose()
        moment = datetime.now(UTC).replace(tzinfo=None)
        self.cursor.execute(
            f"SELECT {COLUMNS} FROM accounts WHERE number IN (%s, %s) ORDER BY id FOR UPDATE", (source, target)
        )
        rows = {row[1]: row for row in self.cursor.fetchall()}
        assert rows[source][5] - rows[source][6] + rows[source][7] >= 1
        self._post(moment, rows[source], rows[target], owner)
        self.link.commit()
