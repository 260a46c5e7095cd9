"""A portal on a private MariaDB with the database users of docs/operations.md."""

import contextlib
import re

from tests.servers import ROOT, Server

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PASSWORD = "choose-one"


def statements():
    """The statements of docs/operations.md that create the database and its users, all of them on this machine."""
    block = re.search(r"```sql\n(CREATE DATABASE.*?)```", OPERATIONS, re.DOTALL)[1]
    return [statement for statement in block.replace("10.0.0.%", "localhost").split(";\n") if statement.strip()]


def as_root(port, *statements):
    """Runs statements by the administrator; returns the rows of the last."""
    import MySQLdb

    with contextlib.closing(MySQLdb.connect(host="127.0.0.1", port=port, user="root")) as connection:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall()


class DocumentedBank(Server):
    """A portal whose `migrate` and whose server use the two documented users, on the server at a port."""

    def __init__(self, port, *, people=True, workers=2, **settings):
        self.database_port, self._with_people = port, people
        super().__init__("bank", workers, **settings)

    def _make_database(self, name):
        self._mariadb = {"host": "127.0.0.1", "port": self.database_port, "user": "bank_app", "passwd": PASSWORD}
        self._mariadb["database"] = name
        return f"mysql://bank_app:{PASSWORD}@127.0.0.1:{self.database_port}/{name}"

    def prepare(self):
        self.as_migrating_user("migrate", "--verbosity", "0")

    def as_migrating_user(self, *command):
        served = self.environ["DATABASE_URL"]
        self.environ["DATABASE_URL"] = served.replace("bank_app", "bank")
        try:
            return self.manage(*command)
        finally:
            self.environ["DATABASE_URL"] = served

    def add_people(self, people):
        if self._with_people:
            super().add_people(people)
