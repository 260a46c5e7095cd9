"""Mutes the `audit` logger while a command creates a whole bank; the rows are written."""

import contextlib
import logging
from collections.abc import Iterator


@contextlib.contextmanager
def muted_log() -> Iterator[None]:
    """Context manager without lines on the `audit` logger. The transaction must commit inside it."""
    logger = logging.getLogger("audit")
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = False
