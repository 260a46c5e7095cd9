"""Without a safeguard, the tests of faults see what it prevents."""

import time

from tests.cluster.clients import Crowd
from tests.cluster.conftest import running_bank
from tests.cluster.test_faults import MOST
from tests.waiting import wait_until

# Stands for a network between two machines and a bank with years of data. A daemon of root would write as nobody.
SLOW_RSYNC = """#!/bin/sh
case " $* " in
  *" --daemon "*) exec /usr/bin/rsync "$@" --dparam="uid=$(id -un)" --dparam="gid=$(id -gn)" ;;
  *) exec /usr/bin/rsync --bwlimit=6000 "$@" ;;
esac
"""


def test_without_stick_an_old_writer_that_returns_is_a_second_writer(tmp_path):
    with running_bank(tmp_path, portals=2, fail_back=True) as bank:
        crowd = Crowd(bank)
        try:
            crowd.wait_for_transfers(20)
            old = bank.writer()
            old.kill()
            crowd.wait_for_transfers(20)
            new = bank.writer()
            old.start()
            old.wait_until_synced()
            # New connections go back to the first node; those that the portals have open stay.
            bank.portals[0].restart()
            wait_until(lambda: bank.connections(old) > 0)
            assert bank.connections(new) > 0
        finally:
            crowd.stop()


def test_without_retry_a_conflict_of_two_writers_is_a_503(tmp_path, figure):
    with running_bank(tmp_path, portals=2) as bank:
        for portal, node in zip(bank.portals, bank.nodes, strict=False):
            portal.use_node(node)
            portal.restart()
        refused = {}
        for tries in (5, 1):
            for portal in bank.portals:
                portal.environ["TEST_TRIES"] = str(tries)
                portal.restart()
            crowd = Crowd(bank)
            try:
                crowd.wait_for_transfers(200)
            finally:
                crowd.stop()
            refused[tries] = crowd.statuses[503] / crowd.statuses[201]
        bank.assert_whole(crowd)
        figure(refused_with_retry=refused[5], refused_without=refused[1])
        assert refused[1] > 3 * refused[5]


def test_state_transfer_by_rsync_blocks_the_donor(tmp_path, figure):
    (tmp_path / "rsync").write_text(SLOW_RSYNC)
    (tmp_path / "rsync").chmod(0o755)
    # bash reads it before the script of Galera, which puts the machine's folders first.
    (tmp_path / "path.sh").write_text(f"PATH={tmp_path}:$PATH\n")
    with running_bank(tmp_path, portals=2, sst="rsync", environ={"BASH_ENV": str(tmp_path / "path.sh")}) as bank:
        crowd = Crowd(bank)
        try:
            crowd.wait_for_transfers(20)
            donor = bank.writer()
            node = next(node for node in bank.nodes if node is not donor)
            node.kill()
            wait_until(lambda: donor.cluster_size() == 2)
            node.wipe()
            since = time.monotonic()
            node.start(f"--wsrep-sst-donor={donor.name}")
            node.wait_until_synced(300)
            until = time.monotonic()
        finally:
            crowd.stop()
        pause = crowd.longest_without_transfer(since, until)
        figure(seconds_without_a_transfer=pause)
        assert pause > MOST
