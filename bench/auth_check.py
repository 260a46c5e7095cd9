"""How much time an authenticated request takes, compared with plain SimpleJWT in one run: `make bench`.

`GET /api/users/auth/check/` with everything on (the middleware, the binding to the browser's row, the limits, the
touch every five seconds), and the same response behind SimpleJWT's JWTAuthentication and IsAuthenticated: one query
for the user, no binding, revocation or limits, and Django's middleware without our two. Both get the same request.

Three figures, on a new database on the server of DATABASE_URL:

* in process: the WSGI application is called directly, so only the application is timed;
* over HTTP (where the database is a server): one worker of our server for each, one client, one connection; both
  include the time of the server and of the client;
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

from bench import in_process, over_http, scene
from bench.timing import Call, compare

OURS, PLAIN = "/api/users/auth/check/", "/api/plain/auth/check/"
BATCHES, SIZE = int(os.environ.get("BATCHES", "60")), int(os.environ.get("SIZE", "200"))


def main() -> None:
    """Measures and prints."""
    with scene.database() as name:
        caller = scene.signed_in()
        our_headers, plain_headers = caller.headers(caller.our_token), caller.headers(caller.plain_token)
        our_call = in_process.call_of(ours, OURS, our_headers)
        plain_call = in_process.call_of(plain, PLAIN, plain_headers)
        assert our_call() == plain_call(), "the two must answer alike"
        if os.environ.get("PROFILE"):
            _profile("ours", our_call)
            _profile("plain", plain_call)
            return
        print(f"database {connection.vendor}, {scene.PEOPLE} people; {BATCHES} pairs of batches of {SIZE} calls")
        print("in process:", compare(our_call, plain_call, batches=BATCHES, size=SIZE).report(), flush=True)
        if connection.vendor != "sqlite":
            with over_http.worker("ours", name) as here, over_http.worker("plain", name) as there:
                our_call = over_http.call_of(here, OURS, our_headers)
                plain_call = over_http.call_of(there, PLAIN, plain_headers)
                print("over HTTP: ", compare(our_call, plain_call, batches=BATCHES, size=SIZE).report(), flush=True)
            with over_http.worker("ours", name) as here, over_http.granian("ours", name) as there:
                our_call, old_call = (over_http.call_of(port, OURS, our_headers) for port in (here, there))
                print(
                    "the server against Granian's WSGI:",
                    compare(our_call, old_call, batches=BATCHES, size=SIZE).report(),
                )


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
