"""How much time an authenticated request takes, compared with plain SimpleJWT in one run: `make bench`.

With everything on: the binding to the browser's row, the limits, the activity of each session, the access line and the
metrics. `GET /api/users/auth/check/` without and with Redis, and `GET /api/accounts/` of one account, each against the
response of auth/check with the defaults of SimpleJWT (`JWTAuthentication`, `IsAuthenticated`): one query for the user;
nothing bound, revoked, limited or logged; three of Django's middleware (`bench.plain`). 200 users in turn.

On a new database on the server of DATABASE_URL:

* in process: the WSGI applications are called directly, so only they are timed;
* over HTTP (where the database is a server): one worker of our server for each side, one client with one connection.
  Also the processor time of the worker, which other load on the machine changes less;
* our application on our server, compared with Granian's WSGI interface, which the first version used.

`BATCHES=` (default 60) and `SIZE=` (calls in a batch, default 200) set the duration; `PROFILE=1` prints a profile of
each instead.
"""

import cProfile
import os
import pstats

from bench.wsgi import ours, plain  # first: it sets Django up

# isort: split
from django.db import connection

from bench import in_process, over_http, redis_server, scene
from bench.timing import Call, compare
from sessions_browser.services.activity_writer import ActivityWriter

OURS, PLAIN, ACCOUNTS = "/api/users/auth/check/", "/api/plain/auth/check/", "/api/accounts/"
BATCHES, SIZE = int(os.environ.get("BATCHES", "60")), int(os.environ.get("SIZE", "200"))
CALLERS = 200


def main() -> None:
    """Measures and prints."""
    with scene.database() as name:
        callers = scene.all_signed_in(CALLERS)
        our_headers = [caller.headers(caller.our_token) for caller in callers]
        plain_headers = [caller.headers(caller.plain_token) for caller in callers]
        our_call = in_process.call_in_turn(ours, OURS, our_headers)
        plain_call = in_process.call_in_turn(plain, PLAIN, plain_headers)
        assert our_call() == plain_call(), "the two must answer alike"
        if os.environ.get("PROFILE"):
            _profile("ours", our_call)
            _profile("plain", plain_call)
            return
        print(f"database {connection.vendor}, {CALLERS} users; {BATCHES} pairs of batches of {SIZE} calls")
        writer = ActivityWriter()
        writer.start()
        _print("in process, auth/check", our_call, plain_call)
        _print("in process, accounts", in_process.call_in_turn(ours, ACCOUNTS, our_headers), plain_call)
        writer.stop(10)
        if connection.vendor != "sqlite":
            _over_http(name, our_headers, plain_headers)


def _over_http(name: str, our_headers: list[over_http.Headers], plain_headers: list[over_http.Headers]) -> None:
    with over_http.worker("plain", name) as there:
        plain_call = over_http.call_of(there.port, PLAIN, *plain_headers)
        with over_http.worker("ours", name) as here:
            for title, path in (("auth/check", OURS), ("accounts", ACCOUNTS)):
                call = over_http.call_of(here.port, path, *our_headers)
                _print(f"over HTTP, {title}", call, plain_call, here, there)
        with redis_server.running() as url, over_http.worker("ours", name, BENCH_REDIS_URL=url) as here:
            call = over_http.call_of(here.port, OURS, *our_headers)
            _print("over HTTP, auth/check with Redis", call, plain_call, here, there)
    with over_http.worker("ours", name) as here, over_http.granian("ours", name) as there:
        our_call, old_call = (over_http.call_of(each.port, OURS, *our_headers) for each in (here, there))
        _print("our server against Granian's WSGI interface", our_call, old_call, here, there)


def _print(title: str, ours: Call, other: Call, *workers: over_http.Worker) -> None:
    for call in (ours, other):
        call()  # a worker that has just been started may still load Django, which is not a part of a request
    before = [worker.cpu_seconds() for worker in workers]
    compared = compare(ours, other, batches=BATCHES, size=SIZE)
    print(f"{title}: {compared.report()}", flush=True)
    if not workers:
        print(f"  {compared.processor_report()}", flush=True)
    else:
        calls = (BATCHES + 1) * SIZE
        took = [(worker.cpu_seconds() - start) / calls * 1e6 for worker, start in zip(workers, before, strict=True)]
        print(f"  processor of the worker: {took[0]:.0f} and {took[1]:.0f} µs a request, ratio {took[0] / took[1]:.3f}")


def _profile(title: str, call: Call) -> None:
    profile = cProfile.Profile()
    for _ in range(500):
        call()
    profile.enable()
    for _ in range(2000):
        call()
    profile.disable()
    print(f"--- {title}")
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
