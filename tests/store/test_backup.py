"""A backup is whole or refused: every bit is covered, secrets are sealed or left out, what is damaged is
named.
"""

import gzip
import io
import json
import random
import re
import shutil
import sqlite3
import tarfile

import pytest

from escalation.auth.secret_files import SecretFiles
from escalation.cli import archive as backup
from escalation.cli.group import BackupError
from escalation.cli.passphrase import SealError, seal, unseal
from escalation.cli.restore import Wish, restore
from escalation.store.sqlite.database import connect
from tests.access.test_cli import baton
from tests.store.test_verify import faults, home  # noqa: F401 - a fixture

PASSWORD = "the mail server's own password"
FLIPS = 150


@pytest.fixture
def full(home):  # noqa: F811
    """With secrets, settings, pictures, and more pages than one."""
    SecretFiles(home).set("mail_password", PASSWORD)
    SecretFiles(home).set("webhook", "shared with a receiver")
    (home / "baton.toml").write_text("port = 9000\n")
    (home / "policy.yml").write_text("{}\n")
    (home / "attachments").mkdir()
    (home / "attachments" / "0a1b.png").write_bytes(random.Random(1).randbytes(20_000))
    return home


def places(count, size):
    """Where to flip: the first and last bytes, then spread over the whole."""
    chance = random.Random(14)
    edges = [*range(20), *range(size - 100, size - 60), size - 1]
    return [
        *edges,
        *(int((at + chance.random()) * size / (count - len(edges))) for at in range(count - len(edges))),
    ][:count]


def flipped(data, at, chance):
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def test_no_bit_of_a_backup_changes_unseen(full, tmp_path):
    backup.backup(full, tmp_path / "all", "a long passphrase")
    whole, chance = (tmp_path / "all").read_bytes(), random.Random(15)
    for at in places(FLIPS, len(whole)):
        (tmp_path / "bad").write_bytes(flipped(whole, at, chance))
        with pytest.raises(
            BackupError, match=r"is damaged: its checksum does not match|it has no checksum at the end"
        ):
            restore(tmp_path / "new", tmp_path / "bad", Wish("a long passphrase"))
        assert not (tmp_path / "new").exists(), at
    restore(tmp_path / "new", tmp_path / "all", Wish("a long passphrase"))
    assert faults(tmp_path / "new")[0] == []


@pytest.mark.parametrize("at", [3, 2000, -90, -2])
def test_the_command_refuses_a_damaged_backup_with_a_sentence(full, tmp_path, at):
    assert baton(full, "backup", str(tmp_path / "all")).returncode == 0
    whole = (tmp_path / "all").read_bytes()
    (tmp_path / "bad").write_bytes(flipped(whole, at % len(whole), random.Random(at)))
    (tmp_path / "new").mkdir()
    result = baton(tmp_path / "new", "restore", str(tmp_path / "bad"))
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert list((tmp_path / "new").iterdir()) == []


def resealed(file, change):
    """A backup whose archive was changed by somebody who knows of the checksum at its end."""
    whole = file.read_bytes()
    packed = whole[: -len(backup.CHECKSUM) - 65]
    members, out = [], io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]
    with gzip.GzipFile("", "wb", fileobj=out) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        for info, data in change(members):
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    from hashlib import sha256

    file.write_bytes(out.getvalue() + backup.CHECKSUM + sha256(out.getvalue()).hexdigest().encode() + b"\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda members: [
                (info, data[:-1] + b"!" if info.name == "baton.db" else data) for info, data in members
            ],
            "baton.db is not what was written",
        ),
        (
            lambda members: [member for member in members if member[0].name != "knowledge.db"],
            "knowledge.db is missing",
        ),
        (
            lambda members: [*members[:-1], (tarfile.TarInfo("models/x.tar.gz"), b"x"), members[-1]],
            "models/x.tar.gz is not listed",
        ),
        (lambda members: members[:-1], "is not a backup of Baton"),
        (lambda members: [*members[:-1], (members[-1][0], b"{")], "its manifest is damaged"),
        (
            lambda members: [*members[:-1], (members[-1][0], b'{"format": 99, "baton": "9.9"}')],
            "made by a newer Baton",
        ),
    ],
)
def test_every_member_is_what_the_manifest_says(full, tmp_path, change, words):
    backup.backup(full, tmp_path / "all")
    resealed(tmp_path / "all", change)
    with pytest.raises(BackupError, match=re.escape(words)):
        restore(tmp_path / "new", tmp_path / "all")
    assert not (tmp_path / "new").exists()


def older(full, file):
    """As the first Baton wrote it: no checksums, secrets as they are."""
    with tarfile.open(file, "w:gz") as tar:
        text = json.dumps({"format": 1, "baton": "0.1.0"}).encode()
        info = tarfile.TarInfo("manifest.json")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
        for name in ("baton.db", "knowledge.db"):
            backup.copy_database(full / name, file.with_name(name))
            tar.add(file.with_name(name), name)
        tar.add(full / "secrets" / "mail_password", "secrets/mail_password")


def test_an_older_backup_is_restored_only_on_demand_and_with_a_warning(full, tmp_path):
    older(full, tmp_path / "old")
    with pytest.raises(BackupError, match="--without-manifest"):
        restore(tmp_path / "new", tmp_path / "old")
    assert not (tmp_path / "new").exists()
    (warning,) = restore(tmp_path / "new", tmp_path / "old", Wish(without_manifest=True))
    assert "no manifest" in warning
    assert faults(tmp_path / "new")[0] == []
    assert SecretFiles(tmp_path / "new").get("mail_password") == PASSWORD


def test_a_damaged_older_backup_is_refused_or_comes_back_whole(full, tmp_path):
    older(full, tmp_path / "old")
    whole, chance, refused = (tmp_path / "old").read_bytes(), random.Random(16), 0
    wanted = list(sqlite3.connect(full / "baton.db").iterdump())
    for at in places(FLIPS, len(whole)):
        (tmp_path / "bad").write_bytes(flipped(whole, at, chance))
        try:
            restore(tmp_path / "new", tmp_path / "bad", Wish(without_manifest=True))
        except BackupError:
            refused += 1
            assert not (tmp_path / "new").exists(), at
        else:  # a bit that says nothing, such as the time in the archive's first bytes
            assert list(sqlite3.connect(tmp_path / "new" / "baton.db").iterdump()) == wanted
            shutil.rmtree(tmp_path / "new")
    assert refused > FLIPS * 0.8


def test_secrets_are_left_out_or_sealed(full, tmp_path):
    (tmp_path / "phrase").write_text("a long passphrase\n")
    plain = baton(full, "backup", str(tmp_path / "plain"))
    assert plain.returncode == 0, plain.stderr
    assert (
        "Secrets are left out (use --passphrase-file to include them). After a restore enter the mail"
        " server's password" in plain.stdout
    )
    assert "(--" not in baton(full, "backup", str(tmp_path / "out"), "--without-secrets").stdout
    sealed = baton(full, "backup", str(tmp_path / "sealed"), "--passphrase-file", str(tmp_path / "phrase"))
    assert "left out" not in sealed.stdout
    for name in ("plain", "out", "sealed"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
        with tarfile.open(
            fileobj=io.BytesIO(gzip.decompress((tmp_path / name).read_bytes()[: -len(backup.CHECKSUM) - 65]))
        ) as tar:
            inside = {info.name: tar.extractfile(info).read() for info in tar}
        assert not any(PASSWORD.encode() in data for data in inside.values())
        assert not any(each.startswith("secrets/") for each in inside)
    restored = baton(
        tmp_path / "a", "restore", str(tmp_path / "sealed"), "--passphrase-file", str(tmp_path / "phrase")
    )
    assert restored.returncode == 0, restored.stderr
    assert SecretFiles(tmp_path / "a").get("mail_password") == PASSWORD
    assert [place for place in (tmp_path / "a").rglob("*") if place.stat().st_mode & 0o077] == []
    assert (tmp_path / "a" / "policy.yml").is_file()
    assert baton(tmp_path / "b", "restore", str(tmp_path / "sealed"), "--without-secrets").returncode == 0
    assert SecretFiles(tmp_path / "b").get("mail_password") == ""
    assert baton(tmp_path / "c", "restore", str(tmp_path / "plain")).returncode == 0
    (tmp_path / "phrase").write_text("another passphrase")
    for options, words in (
        ([], "--passphrase-file"),
        (["--passphrase-file", str(tmp_path / "phrase")], "does not open"),
    ):
        refused = baton(tmp_path / "d", "restore", str(tmp_path / "sealed"), *options)
        assert (refused.returncode, words in refused.stderr) == (2, True), refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "d").exists()
    (tmp_path / "phrase").write_text("short")
    refused = baton(full, "backup", str(tmp_path / "x"), "--passphrase-file", str(tmp_path / "phrase"))
    assert (refused.returncode, "at least 10" in refused.stderr) == (2, True)
    assert not (tmp_path / "x").exists()


def test_a_seal_opens_for_its_passphrase_alone():
    sealed = seal({"a": "ü"}, "a long passphrase")
    assert unseal(sealed, "a long passphrase") == {"a": "ü"}
    assert seal({"a": "ü"}, "a long passphrase") != sealed
    for box, phrase in (
        (sealed, "a long passphrasE"),
        (sealed[:-9] + b'AAAAAA=="', "a long passphrase"),
        (b"{}", "a long passphrase"),
    ):
        with pytest.raises(SealError, match="does not open"):
            unseal(box, phrase)


def _many_pages(folder):
    database = connect(folder / "baton.db")
    database.execute("create table filler (words text)")
    database.executemany("insert into filler values (?)", [("x" * 900,) for _ in range(300)])
    database.execute("pragma wal_checkpoint(truncate)")
    size = database.execute("pragma page_size").fetchone()[0]
    page = database.execute("select rootpage from sqlite_master where name = 'filler'").fetchone()[0]
    database.close()
    return size, page


@pytest.mark.parametrize("where", ["page", "header"])
def test_a_corrupt_page_is_named_in_a_sentence(full, tmp_path, where):
    size, page = _many_pages(full)
    with (full / "baton.db").open("r+b") as file:
        file.seek((page - 1) * size if where == "page" else 0)
        file.write(b"\xa5" * 64)
    told = baton(full, "log", "verify")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert re.search(
        rf"baton\.db is damaged on page {page}: " if where == "page" else r"baton\.db is damaged: ",
        told.stdout,
    ), told.stdout
    for arguments in (("backup", str(tmp_path / "all")), ("log", "rebuild")):
        refused = baton(full, *arguments)
        assert "Traceback" not in refused.stderr
        assert arguments[0] == "log" or refused.returncode == 2
        assert not (tmp_path / "all").exists()
    assert list(tmp_path.glob(".all*")) == []


def test_a_backup_of_a_log_with_faults_is_written_and_says_so(full, tmp_path):
    raw = connect(full / "baton.db")
    raw.execute("update conversations set state = 'closed' where id = 'c2'")
    raw.close()
    told = baton(full, "backup", str(tmp_path / "all"))
    assert told.returncode == 1
    assert "c2: a column of the projection differs" in told.stderr
    assert (tmp_path / "all").is_file()
