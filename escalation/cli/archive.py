"""``baton backup``: the whole of an installation in one file, while it runs, checked before it is called
done.

The file is a compressed tar archive. Its last member is a manifest with the SHA-256 of every other one;
behind the archive stands the SHA-256 of all of it, so that no bit of the file can change unseen.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from escalation import __version__
from escalation.auth.secret_files import MAIL_PASSWORD, WEBHOOK
from escalation.cli.group import BackupError
from escalation.cli.passphrase import SealError, seal
from escalation.store.records import StoreError
from escalation.store.sqlite.backup import copy_database
from escalation.store.sqlite.errors import DatabaseError
from escalation.store.sqlite.integrity import damage
from escalation.store.sqlite.verify import verify_file
from escalation.store.verify import Tally

DATABASES = ("baton.db", "knowledge.db", "business.db")
FILES = ("baton.toml", "policy.yml")
FOLDERS = {"models": "*.tar.gz", "media": "[0-9a-f]*.*", "attachments": "[0-9a-f]*.*"}
SECRETS, SEALED, MANIFEST = "secrets", "secrets.sealed", "manifest.json"
FORMAT = 2
CHECKSUM = b"\nbaton-backup-sha256 "
TO_ENTER = {
    MAIL_PASSWORD: "enter the mail server's password again under Settings",
    WEBHOOK: "update the webhook receiver with the new secret",
}


class Member(msgspec.Struct, frozen=True):
    """What one member of the archive must be."""

    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """What the archive holds. Those of format 1 told their version only."""

    format: int
    baton: str
    members: dict[str, Member] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written: its size, what to do about secrets that were left out, and faults of the log
    that it copies.
    """

    size: int
    left_out: tuple[str, ...]
    faults: tuple[str, ...]


class _Counted(io.RawIOBase):
    """A file that knows the SHA-256 of what went through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest, self.size = file, hashlib.sha256(), 0

    def _count(self, data: bytes) -> bytes:
        self.digest.update(data)
        self.size += len(data)
        return data

    def read(self, size: int = -1) -> bytes:
        return self._count(self._file.read(size))

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._file.write(self._count(bytes(data)))


class Archive:
    """A backup being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self._members = tar, dict[str, Member]()

    def add(self, file: Path, name: str) -> None:
        """Add a file; one that has just gone is left out."""
        try:
            source = file.open("rb")
        except FileNotFoundError:
            return
        with source:
            self._put(name, source, os.fstat(source.fileno()).st_size)

    def add_bytes(self, data: bytes, name: str) -> None:
        """Add what is in memory."""
        self._put(name, io.BytesIO(data), len(data))

    def finish(self) -> None:
        """Write the manifest."""
        self.add_bytes(msgspec.json.encode(Manifest(FORMAT, __version__, dict(self._members))), MANIFEST)

    def _put(self, name: str, source: IO[bytes], size: int) -> None:
        counted, info = _Counted(source), tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, counted)  # type: ignore[arg-type]
        self._members[name] = Member(counted.digest.hexdigest(), size)


def backup(home: Path, target: Path, passphrase: str | None = None) -> Made:
    """Write ``target``, a new file. Baton may run meanwhile. Secret files go in under a passphrase, or not at
    all.
    """
    if target.exists():
        raise BackupError(f"{target} already exists. Name a new file.")
    if not (home / DATABASES[0]).is_file():
        raise BackupError(f"There is nothing to back up in {home}.")
    scratch = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
            faults = _copied(home, Path(folder))
            left_out = _write(home, Path(folder), scratch, passphrase)
        scratch.replace(target)
    except SealError as problem:
        raise BackupError(str(problem)) from problem
    finally:
        scratch.unlink(missing_ok=True)
    return Made(target.stat().st_size, left_out, faults)


def _copied(home: Path, folder: Path) -> tuple[str, ...]:
    """Copy every database and check the copies. Raises for a damaged file; faults of a log that can be read
    are returned.
    """
    for name in DATABASES:
        if (home / name).is_file():
            try:
                copy_database(home / name, folder / name)
            except StoreError as problem:
                raise BackupError(
                    f"{home / name} cannot be copied ({problem}). `baton log verify` names the place."
                ) from problem
            if found := damage(folder / name, still=True):
                raise BackupError(f"{home}: {found[0]}. Nothing was written. Restore an earlier backup.")
    return log_faults(folder / DATABASES[0])


def log_faults(file: Path) -> tuple[str, ...]:
    """What does not follow from the log of a database that nobody has open."""
    try:
        return verify_file(file, Tally(), still=True)
    except DatabaseError as problem:
        return (f"{file.name}: {problem}",)


def _write(home: Path, folder: Path, scratch: Path, passphrase: str | None) -> tuple[str, ...]:
    """The archive and its checksum; what was left out."""
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        counted = _Counted(file)
        with (
            gzip.GzipFile("", "wb", fileobj=counted, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            archive = Archive(tar)
            left_out = _collect(home, folder, archive, passphrase)
            archive.finish()
        file.write(CHECKSUM + counted.digest.hexdigest().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return left_out


def _collect(home: Path, folder: Path, archive: Archive, passphrase: str | None) -> tuple[str, ...]:
    for name in DATABASES:
        archive.add(folder / name, name)
    for name in FILES:
        archive.add(home / name, name)
    for room, pattern in FOLDERS.items():
        for file in sorted((home / room).glob(pattern)):
            archive.add(file, f"{room}/{file.name}")
    secrets = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted((home / SECRETS).glob("[a-z_]*"))
        if file.suffix != ".new"
    }
    if passphrase is not None:
        archive.add_bytes(seal(secrets, passphrase), SEALED)
        return ()
    return tuple(TO_ENTER.get(name, f"enter {name} again") for name in secrets)
