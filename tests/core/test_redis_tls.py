"""`rediss://`: the counters work over TLS, and only with a server that the authority vouches for."""

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
    """A Redis server that speaks TLS alone."""
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
    """Counters that are closed with the test."""
    made = []

    def make(*arguments):
        made.append(RedisCounters(*arguments))
        return made[-1]

    yield make
    for opened in made:
        opened.close()


def test_counters_work_over_tls_with_the_banks_own_authority(url, certificate, store):
    first, second = store(url, str(certificate.ca)), store(url, str(certificate.ca))
    first.ping()
    assert [first.hit("a", FIVE) for _ in range(5)] == [0] * 5
    assert second.hit("a", FIVE) > 0  # so it is Redis that counts, for both


def test_server_of_an_unknown_authority_is_not_used(url, store):
    unverified = store(url)
    with pytest.raises(redis.ConnectionError, match="certificate verify failed"):
        unverified.ping()
    assert unverified.hit("b", FIVE) == 0  # the process counts for itself


def test_server_of_another_name_is_not_used(url, certificate, store):
    other_name = store(url.replace("127.0.0.1", "localhost"), str(certificate.ca))
    with pytest.raises(redis.ConnectionError, match="mismatch"):
        other_name.ping()


def test_settings_name_the_server_and_its_authority(url, certificate, settings):
    settings.REDIS_URL, settings.REDIS_CA = url, str(certificate.ca)
    counters().ping()
    counters().close()
