"""A server of the present version on a database of the old version: restored from a dump, then migrated."""

import contextlib
import json
import lzma
import re
import subprocess
from pathlib import Path

from tests.servers import Server
from tests.upgrade.contents import read_contents

DUMPS = Path(__file__).parent / "dumps"
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "mariadb": "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
}


class UpgradedServer(Server):
    """`figures` are those of the old version; `before` and `after` are all rows before and after the migrations."""

    def __init__(self, name):
        super().__init__(name, workers=1)
        self.engine = "mariadb" if self._is_mariadb() else "sqlite"
        text = (DUMPS / f"{self.engine}.json").read_text()
        # The old version omitted a fraction of zero; the present version always writes six digits.
        self.figures = json.loads(re.sub(r"(T\d\d:\d\d:\d\d)Z", r"\1.000000Z", text))
        self.environ["SECRET_KEY"] = self.figures["secret_key"]

    def prepare(self):
        self._restore(lzma.decompress((DUMPS / f"{self.engine}.sql.xz").read_bytes()).decode())
        self.before = self._contents()
        super().prepare()
        self.after = self._contents()

    def add_people(self, people):
        """The dump has the users."""

    def signed_in(self, email):
        """A new browser, and the response to its login."""
        person = next(person for person in self.figures["people"] if person["email"] == email)
        browser = self.browser()
        return browser, browser.log_in(email, person["password"])

    def _restore(self, text):
        if self.engine == "sqlite":
            with contextlib.closing(self._connect()) as connection:
                connection.executescript(text)
            return
        options = self._mariadb
        subprocess.run(
            ["mariadb", "--no-defaults", "--protocol=tcp", f"--host={options['host']}", f"--port={options['port']}",
             f"--user={options['user']}", "--default-character-set=utf8mb4", options["database"]],
            input=text, text=True, check=True,
        )  # fmt: skip

    def _contents(self):
        with contextlib.closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(TABLES[self.engine])
            return read_contents(cursor, [row[0] for row in cursor.fetchall()])
