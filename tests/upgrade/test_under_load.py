"""The last release serves under load while this version migrates; then its servers are restarted with this version."""

import contextlib
import os
import shutil
import subprocess
import time

import pytest

from tests.certificates import make_certificate
from tests.cluster.clients import Crowd, LoadedBank
from tests.cluster.conftest import Portal, WebProxy, write_figure
from tests.deploy.documented_bank import as_root, statements
from tests.deploy.proxies import HOST, SEARCHED
from tests.servers import ROOT
from tests.upgrade.make_dumps import COMMIT
from tools.mariadb import running

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _needs_mariadb():
    if not os.environ.get("DATABASE_URL", "").startswith("mysql") or not shutil.which("haproxy", path=SEARCHED):
        pytest.skip("needs MariaDB and HAProxy: make test-long")


@pytest.fixture
def old_tree(tmp_path):
    """A checkout of the last release."""
    tree = tmp_path / "tree"
    git("worktree", "add", "--detach", "--quiet", str(tree), COMMIT)
    yield tree
    git("worktree", "remove", "--force", str(tree))


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stderr}The history is needed: git fetch --unshallow"


class UpgradedPortal(Portal):
    """A server of the last release, until `upgrade`."""

    def __init__(self, tree, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.tree = tree

    def migrate(self):
        """Migrates with this version while the server of the last release goes on."""
        tree, self.tree = self.tree, ROOT
        self.as_migrating_user("migrate", "--verbosity", "0")
        self.tree = tree

    def upgrade(self):
        self.tree = ROOT
        self.restart()


def test_upgrade_under_load_answers_nothing_but_503_and_loses_no_transfer(tmp_path, old_tree):
    certificate = make_certificate(tmp_path / "certificate", name=HOST)
    with contextlib.ExitStack() as stack:
        mariadb = stack.enter_context(running("--log-bin-trust-function-creators=1"))
        as_root(mariadb.port, *statements())
        first = stack.enter_context(UpgradedPortal(old_tree, mariadb.port, mariadb))
        second = stack.enter_context(UpgradedPortal(old_tree, mariadb.port, mariadb, first))
        (tmp_path / "proxy").mkdir()
        proxy = stack.enter_context(WebProxy(tmp_path / "proxy", certificate, [first.port, second.port]))
        bank = LoadedBank(proxy, first)
        crowd = Crowd(bank)
        try:
            crowd.wait_for_transfers(20)
            since = time.monotonic()
            first.migrate()
            migrated = time.monotonic()
            crowd.wait_for_transfers(20)
            for portal in (first, second):
                portal.upgrade()
                crowd.wait_for_transfers(20)
            until = time.monotonic()
        finally:
            crowd.stop()
        assert crowd.violations == []
        assert set(crowd.statuses) <= {200, 201, 503}, crowd.statuses
        rows = first.sql("SELECT description, COUNT(*) FROM transactions WHERE kind = 'transfer' GROUP BY 1")
        assert {dict(rows).get(name) for name in crowd.acknowledged} == {1}
        assert set(dict(rows).values()) == {1}
        bank.assert_sessions_live()
        assert first.manage("verify_ledger").startswith("The ledger is consistent")
        assert first.as_migrating_user("migrate", "--check") == ""
        write_figure(
            "upgrade under load",
            seconds_of_the_migration=migrated - since,
            without_an_answer_during_the_migration=crowd.longest_silence(since, migrated),
            without_an_answer_during_the_restarts=crowd.longest_silence(migrated, until),
            transfers=len(crowd.acknowledged),
            refused=crowd.statuses[503],
        )
