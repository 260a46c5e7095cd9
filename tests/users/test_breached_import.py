"""Importing lists of breached passwords: formats, order, and what happens to lists that cannot be read."""

import hashlib
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from users.authentication import breached_import
from users.authentication.breached_import import import_lists
from users.authentication.breached_passwords import (
    MAGIC,
    RECORD,
    ImportedList,
    imported_digest,
    imported_path,
    is_breached,
)

PASSWORDS = [f"breached password {number}" for number in range(300)]


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def sha1(password):
    return hashlib.sha1(password.encode()).hexdigest()


def write(path, *lines, end="\n"):
    path.write_bytes(end.join([*lines, ""]).encode())
    return path


def run(*paths):
    out = StringIO()
    call_command("import_breached_passwords", *map(str, paths), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        lambda password: password,
        sha1,
        lambda password: sha1(password).upper(),
        lambda password: f"{sha1(password).upper()}:37359195",
    ],
    ids=["plain text", "SHA-1", "SHA-1 in upper case", "SHA-1 with count"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_format_is_imported(line, end, data_dir, tmp_path):
    said = run(write(tmp_path / "list", *map(line, PASSWORDS), end=end))

    assert said == f"300 breached passwords in {imported_path()}\n"
    assert all(map(is_breached, PASSWORDS))
    assert not is_breached("breached password 300")


def test_several_lists_of_different_formats_are_one_list_without_duplicates(data_dir, tmp_path):
    plain = write(tmp_path / "plain", *PASSWORDS[:200])
    hashes = write(tmp_path / "hashes", *map(sha1, PASSWORDS[100:]))

    assert run(plain, hashes).startswith("300 ")


def test_imported_file_is_sorted_private_and_leaves_no_temporary_file(data_dir, tmp_path):
    run(write(tmp_path / "list", *PASSWORDS))
    content = imported_path().read_bytes()
    records = [content[at : at + RECORD] for at in range(len(MAGIC), len(content), RECORD)]

    assert content.startswith(MAGIC)
    assert records == sorted({imported_digest(password) for password in PASSWORDS})
    assert [path.name for path in data_dir.iterdir()] == ["breached_passwords.bin"]
    assert stat.S_IMODE(imported_path().stat().st_mode) == 0o600


@pytest.mark.parametrize("piece", [1, 7, 299, 300, 1000])
@pytest.mark.parametrize("is_sorted", [True, False])
def test_list_larger_than_memory_is_merged_from_pieces(piece, is_sorted, tmp_path, monkeypatch):
    monkeypatch.setattr(breached_import, "OPEN_PIECES", 4)
    hashes = [sha1(password) for password in PASSWORDS]
    source = write(tmp_path / "list", *(sorted(hashes) if is_sorted else hashes))

    assert import_lists([source], tmp_path / "target", piece=piece) == 300
    imported = ImportedList(tmp_path / "target")
    assert all(imported.contains(imported_digest(password)) for password in PASSWORDS)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([sha1("a"), "no hash"], "list, line 2: not a SHA-1"),
        (["0123456789ABCDEF0123456789ABCDEF:12"], "list, line 1: not a SHA-1"),
    ],
    ids=["text among hashes", "NTLM hashes"],
)
def test_list_of_another_kind_is_refused_and_the_former_list_stays(lines, sentence, data_dir, tmp_path):
    run(write(tmp_path / "former", *PASSWORDS))
    with pytest.raises(CommandError, match=sentence):
        run(write(tmp_path / "list", *lines))

    assert is_breached(PASSWORDS[0])
    assert [path.name for path in data_dir.iterdir()] == ["breached_passwords.bin"]


def test_missing_list_is_an_error(data_dir, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "absent")


def test_lines_that_are_no_passwords_are_left_out(data_dir, tmp_path):
    (tmp_path / "list").write_bytes(b"\n" + b"x" * 100_000 + b"\n\xff\xfe\nthe last password\n" + b"y" * 5000)

    assert run(tmp_path / "list").startswith("1 ")
    assert is_breached("the last password")
