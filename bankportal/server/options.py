"""Where the server listens, and how many processes and threads it runs; all from the environment."""

from dataclasses import dataclass

from bankportal import env


@dataclass(frozen=True)
class ServerOptions:
    """What `manage.py serve` is started with."""

    host: str
    port: int
    workers: int
    threads: int


def server_options() -> ServerOptions:
    """Raises ImproperlyConfigured for a value that is not valid."""
    # --- process and server ----------------------------------------------------------------------------------
    return ServerOptions(
        #: Address to listen on; `0.0.0.0` in a container.
        host=env.text("HOST", "127.0.0.1"),
        #: Port to listen on.
        port=env.number("PORT", 8000, least=1, most=65535),
        #: Number of processes.
        workers=env.number("WORKERS", 1, least=1, most=256),
        #: Threads of each process. Each thread keeps one database connection.
        threads=env.number("THREADS", 8, least=1, most=512),
    )
