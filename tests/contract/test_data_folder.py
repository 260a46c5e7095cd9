"""DATA_DIR: only its owner can read the secret key and the SQLite file, in a new folder and in an existing one."""

import stat

import pytest
from django.core.management import call_command

FILES = ["secret_key", "bank.sqlite3", "bank.sqlite3-wal", "bank.sqlite3-shm"]


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "srv" / "bank"
    settings.SECRET_KEY_IS_TEMPORARY = True
    return settings.DATA_DIR


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}


def test_a_new_folder_and_key_are_private(folder):
    call_command("make_secret_key", verbosity=0)
    assert modes(folder) == {"bank": 0o700, "secret_key": 0o600}


def test_an_existing_folder_and_its_files_are_made_private(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    for name in FILES:
        (folder / name).write_text("kept")
        (folder / name).chmod(0o644)
    call_command("make_secret_key", verbosity=0)

    assert modes(folder) == {"bank": 0o700} | dict.fromkeys(FILES, 0o600)
    assert {(folder / name).read_text() for name in FILES} == {"kept"}


def test_a_folder_with_other_files_keeps_its_mode_and_only_our_files_are_made_private(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    for name in ("bank.sqlite3", "index.html"):
        (folder / name).touch(0o644)
        (folder / name).chmod(0o644)
    call_command("make_secret_key", verbosity=0)

    assert modes(folder) == {"bank": 0o755, "bank.sqlite3": 0o600, "index.html": 0o644, "secret_key": 0o600}


def test_shared_folder_with_the_sticky_bit_keeps_its_mode(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o1777)
    call_command("make_secret_key", verbosity=0)

    assert modes(folder) == {"bank": 0o1777, "secret_key": 0o600}


def test_target_of_a_symbolic_link_keeps_its_mode(folder, tmp_path):
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").touch()
    (tmp_path / "elsewhere").chmod(0o644)
    (folder / "bank.sqlite3").symlink_to(tmp_path / "elsewhere")
    call_command("make_secret_key", verbosity=0)

    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o644
