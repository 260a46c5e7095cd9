"""Faults of a cluster under load: no acknowledged transfer is lost or doubled, and pauses are below ten seconds."""

import time

from tests.waiting import wait_until

MOST = 10  # seconds without an answer


def assert_survived(bank, crowd, figure, since, until=None):
    """Stops the clients; checks that nothing is lost and that no pause after `since` took `MOST` seconds.

    `until` ends the time that counts; without it, that is when the clients are stopped.
    """
    until = until or time.monotonic()
    crowd.stop()
    bank.assert_whole(crowd)
    silence, pause = crowd.longest_silence(since, until), crowd.longest_without_transfer(since, until)
    figure(
        seconds_without_an_answer=silence, seconds_without_a_transfer=pause,
        transfers=len(crowd.acknowledged), refused=crowd.statuses[503],
    )  # fmt: skip
    assert max(silence, pause) < MOST


def test_killed_writer(bank, crowd, figure):
    since, writer = time.monotonic(), bank.writer()
    writer.kill()
    crowd.wait_for_transfers(60)
    until = time.monotonic()
    writer.start()
    writer.wait_until_synced()
    crowd.wait_for_transfers(20)
    assert_survived(bank, crowd, figure, since, until)


def test_frozen_writer(bank, crowd, figure):
    since, writer = time.monotonic(), bank.writer()
    writer.freeze()
    try:
        crowd.wait_for_transfers(60)
        until = time.monotonic()
    finally:
        writer.thaw()
    writer.wait_until_synced()
    crowd.wait_for_transfers(20)
    assert_survived(bank, crowd, figure, since, until)


def test_old_writer_that_returns_gets_no_connection(bank, crowd, figure):
    old = bank.writer()
    old.kill()
    crowd.wait_for_transfers(20)
    new, since = bank.writer(), time.monotonic()
    assert new is not old
    old.start()
    old.wait_until_synced()
    # The check of HAProxy must succeed three times, once a second, until the node may be used.
    wait_until(lambda: bank.is_up(old))
    crowd.wait_for_transfers(100)
    assert bank.connections(old) == 0
    assert bank.writer() is new
    assert_survived(bank, crowd, figure, since)


def test_node_that_lost_its_data_gets_it_while_the_donor_serves(bank, crowd, figure):
    node = next(node for node in bank.nodes if node is not bank.writer())
    donor = bank.writer()
    node.kill()
    wait_until(lambda: donor.cluster_size() == 2)
    node.wipe()
    since = time.monotonic()
    node.start(f"--wsrep-sst-donor={donor.name}")  # without it, the idle node may be the donor
    node.wait_until_synced(180)
    until = time.monotonic()
    crowd.wait_for_transfers(20)
    assert_survived(bank, crowd, figure, since, until)


def test_minority_refuses_until_two_nodes_are_back(bank, crowd, figure):
    writer = bank.writer()
    lost = [node for node in bank.nodes if node is not writer]
    for node in lost:
        node.kill()
    wait_until(lambda: bank.answers() == {503})
    booked = len(crowd.acknowledged)
    for _ in range(20):
        assert bank.answers() == {503}
    assert len(crowd.acknowledged) == booked
    for node in lost:
        node.start()
    for node in bank.nodes:
        node.wait_until_synced(180)
    since = time.monotonic()
    crowd.wait_for_transfers(40)
    assert_survived(bank, crowd, figure, since)


def test_all_nodes_killed_at_once_and_recovered(bank, crowd, figure):
    for node in bank.nodes:
        node.process.kill()
    for node in bank.nodes:
        node.process.wait()
    assert crowd.acknowledged
    for node in bank.nodes:  # each from its own position; together they are the primary component again
        node.start()
    for node in bank.nodes:
        node.wait_until_synced(120)
    since = time.monotonic()
    crowd.wait_for_transfers(40)
    assert_survived(bank, crowd, figure, since)


def test_killed_portal(bank, crowd, figure):
    since, portal = time.monotonic(), bank.portals[-1]
    portal.kill()
    crowd.wait_for_transfers(100)
    until = time.monotonic()
    portal.start()
    crowd.wait_for_transfers(20)
    assert_survived(bank, crowd, figure, since, until)


def test_rolling_restart_of_all_portals(bank, crowd, figure):
    since = time.monotonic()
    for portal in bank.portals:
        portal.restart()
        crowd.wait_for_transfers(20)
    assert_survived(bank, crowd, figure, since)


def test_killed_redis(bank, crowd, figure):
    _, start, kill = bank.redis
    since = time.monotonic()
    kill()
    crowd.wait_for_transfers(100)
    until = time.monotonic()
    start()
    crowd.wait_for_transfers(20)
    assert_survived(bank, crowd, figure, since, until)
    assert crowd.statuses[503] == 0
