"""`rediss://`: the counters use TLS and verify the server's certificate."""

import shutil
import subprocess

import pytest

from core.ratelimit.approximate import RedisCounters, counters
from core.ratelimit.rate import Rate
from tests.certificates import make_certificate
from tools.mariadb import free_port

redis = pytest.importorskip("redis", reason="the Redis client is in requirements-mysql.txt")
FIVE = Rate(5, 3600)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("redis"))


@pytest.fixture(scope="module")
def url(certificate):
    """The URL of a Redis server that accepts only TLS."""
    if not shutil.which("redis-server"):
        pytest.skip("Debian's redis-server is not installed")
    port = free_port()
    files = [
        "--tls-cert-file",
        certificate.cert,
        "--tls-key-file",
        certificate.key,
        "--tls-ca-cert-file",
        certificate.ca,
    ]
    command = ["redis-server", "--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no", *map(str, files),
               "--bind", "127.0.0.1", "--save", "", "--dir", str(certificate.ca.parent)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        yield f"rediss://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture
def store():
    """Creates counters that are closed after the test."""
    created = []

    def create(*arguments):
        created.append(RedisCounters(*arguments))
        return created[-1]

    yield create
    for instance in created:
        instance.close()


def test_counters_work_over_tls_with_the_banks_own_authority(url, certificate, store):
    first, second = store(url, str(certificate.ca)), store(url, str(certificate.ca))
    first.ping()
    assert [first.hit("a", FIVE) for _ in range(5)] == [0] * 5
    assert second.hit("a", FIVE) > 0  # both use the counter in Redis


def test_server_with_a_certificate_of_an_unknown_authority_is_rejected(url, store):
    unverified = store(url)
    with pytest.raises(redis.ConnectionError, match="certificate verify failed"):
        unverified.ping()
    assert unverified.hit("b", FIVE) == 0  # counted in memory


def test_server_with_a_certificate_for_another_name_is_rejected(url, certificate, store):
    other_name = store(url.replace("127.0.0.1", "localhost"), str(certificate.ca))
    with pytest.raises(redis.ConnectionError, match="mismatch"):
        other_name.ping()


def test_counters_use_the_server_and_authority_of_the_settings(url, certificate, settings):
    settings.REDIS_URL, settings.REDIS_CA = url, str(certificate.ca)
    counters().ping()
    counters().close()
