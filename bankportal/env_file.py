"""Reads `.env`, and stops where it cannot be read: it may name the bank's database."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured


def read_env_file(path: Path) -> None:
    """Adds the variables of a `.env` file, if there is one, to the environment, whose own variables take precedence.

    Raises ImproperlyConfigured for a file that exists and cannot be read: without its settings a command would use
    another database than the bank's.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        return
    except OSError as exc:
        raise _unreadable(path, exc) from exc
    try:
        path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise _unreadable(path, exc) from exc
    environ.Env.read_env(path)


def _unreadable(path: Path, exc: OSError | UnicodeDecodeError) -> ImproperlyConfigured:
    reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8"
    return ImproperlyConfigured(f"{path} cannot be read: {reason}. Run this as the portal's user.")
