"""Makes the dumps for the upgrade tests: `python -m tests.upgrade.make_dumps`. Needs git and MariaDB.

Checks out the old version, serves its demo bank on SQLite and on a private MariaDB server, uses that bank
(`fill_old_bank.py`), and writes the contents of the database and the figures of the old API to `dumps/`. The demo bank
ends on the day on which this runs; its sessions and tokens are valid for ten years.
"""

import lzma
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.mariadb import private_server

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "2dc7bb8"
DUMPS = Path(__file__).parent / "dumps"
FILL = Path(__file__).with_name("fill_old_bank.py")


def main():
    with tempfile.TemporaryDirectory(prefix="bank-old-") as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), COMMIT)
        try:
            _make("sqlite", tree, "")
            with private_server() as url:
                _make("mariadb", tree, url)
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _make(engine, tree, url):
    with tempfile.TemporaryDirectory(prefix="bank-dump-") as folder:
        environ = os.environ | {
            "PYTHONPATH": str(tree),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        subprocess.run([sys.executable, FILL, folder], cwd=tree, env=environ, check=True)
        DUMPS.mkdir(exist_ok=True)
        text = (Path(folder) / "dump.sql").read_bytes()
        # A fixed preset, so that equal text gives an equal file.
        (DUMPS / f"{engine}.sql.xz").write_bytes(lzma.compress(text, preset=9 | lzma.PRESET_EXTREME))
        shutil.copy(Path(folder) / "figures.json", DUMPS / f"{engine}.json")


def _git(*arguments):
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
