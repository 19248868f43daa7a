"""``baton restore``: a backup into an empty ``BATON_HOME``, read to its end and verified before anything is
written.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import IO

import msgspec

from escalation.auth.secret_files import SecretFiles
from escalation.cli import archive as backup
from escalation.cli.archive import (
    DATABASES,
    FILES,
    FOLDERS,
    MANIFEST,
    SEALED,
    SECRETS,
    Manifest,
    Member,
    log_faults,
)
from escalation.cli.group import BackupError
from escalation.cli.passphrase import SealError, unseal
from escalation.host.instance_lock import HouseLock
from escalation.store.sqlite.integrity import damage

PIECE = 1 << 20
_UNREADABLE = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Wish:
    """How to restore: the passphrase of the secrets or none, without them, and whether a backup without
    checksums will do.
    """

    passphrase: str | None = None
    without_secrets: bool = False
    without_manifest: bool = False


class _Part(io.RawIOBase):
    """The first ``size`` bytes of a file: the archive without what stands behind it."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def restore(home: Path, source: Path, wish: Wish | None = None) -> tuple[str, ...]:
    """Put a backup into an empty ``home``; all of it or nothing. Baton must not run there. Returns warnings.

    Raises :class:`BackupError` with a sentence for whatever is wrong with the file, and ``home`` is as it
    was.
    """
    wish = wish or Wish()
    if any((home / name).exists() for name in DATABASES):
        raise BackupError(
            f"{home} already holds an installation. Restore into an empty folder: BATON_HOME=/new/folder"
            " baton restore …"
        )
    size = _archive_size(source, wish)
    manifest, sealed = _read_through(source, size)
    secrets = _secrets(source, sealed, wish)
    with _empty(home), tempfile.TemporaryDirectory(dir=home) as folder:
        _unpack(source, size, Path(folder))
        warnings = _checked(source, Path(folder), manifest)
        if wish.without_secrets:
            shutil.rmtree(Path(folder) / SECRETS, ignore_errors=True)
        _move(Path(folder), home)
    for name, value in secrets.items():
        SecretFiles(home).set(name, value)
    return warnings


def _archive_size(source: Path, wish: Wish) -> int:
    """Where the archive ends, once all of it has been read and is what it was when it was written."""
    length = len(backup.CHECKSUM) + 65
    with source.open("rb") as file:
        size = max(0, source.stat().st_size - length)
        digest, left = hashlib.sha256(), size
        while left and (data := file.read(min(PIECE, left))):
            digest.update(data)
            left -= len(data)
        end = file.read()
    if end == backup.CHECKSUM + digest.hexdigest().encode() + b"\n":
        return size
    if end.startswith(backup.CHECKSUM):
        raise BackupError(f"{source} is damaged: its checksum does not match. Use another backup.")
    if not wish.without_manifest:
        raise BackupError(
            f"{source} cannot be read as a backup: it has no checksum at the end. It is incomplete, or was"
            " made by an older Baton. If you are sure it is complete, restore with --without-manifest."
        )
    return source.stat().st_size


@contextmanager
def _opened(source: Path, size: int) -> Iterator[tuple[tarfile.TarFile, gzip.GzipFile]]:
    try:
        with (
            source.open("rb") as file,
            gzip.GzipFile(fileobj=_Part(file, size)) as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            yield tar, packed
    except _UNREADABLE as problem:
        raise BackupError(f"{source} cannot be read: {problem}. Use another backup.") from problem


def _read_through(source: Path, size: int) -> tuple[Manifest, bytes | None]:
    """Read the archive to its end: what its manifest says, which is so, and the sealed secrets."""
    members, kept = dict[str, Member](), dict[str, bytes]()
    with _opened(source, size) as (tar, packed):
        for info in tar:
            if not _allowed(info):
                raise BackupError(f"{source} is not a backup of Baton: it holds {info.name}.")
            members[info.name] = _member(tar, info, kept)
        while packed.read(PIECE):  # the archive's own checksum stands at its very end
            pass
    if MANIFEST not in kept:
        raise BackupError(f"{source} is not a backup of Baton.")
    manifest = _manifest(source, kept[MANIFEST])
    if manifest.format > 1:
        members.pop(MANIFEST)
        _compare(source, manifest.members, members)
    return manifest, kept.get(SEALED)


def _member(tar: tarfile.TarFile, info: tarfile.TarInfo, kept: dict[str, bytes]) -> Member:
    digest, small, file = hashlib.sha256(), bytearray(), tar.extractfile(info)
    while file and (data := file.read(PIECE)):
        digest.update(data)
        if info.name in (MANIFEST, SEALED) and len(small) < 64 * PIECE:
            small += data
    if info.name in (MANIFEST, SEALED):
        kept[info.name] = bytes(small)
    return Member(digest.hexdigest(), info.size)


def _manifest(source: Path, text: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as problem:
        raise BackupError(f"{source} cannot be read: its manifest is damaged ({problem}).") from problem
    if manifest.format > backup.FORMAT:
        raise BackupError(
            f"{source} was made by a newer Baton ({manifest.baton}). Update Baton, then restore."
        )
    return manifest


def _compare(source: Path, wanted: dict[str, Member], members: dict[str, Member]) -> None:
    for name in sorted(wanted.keys() | members.keys()):
        if wanted.get(name) != members.get(name):
            what = (
                "is missing"
                if name not in members
                else "is not listed"
                if name not in wanted
                else "is not what was written"
            )
            raise BackupError(f"{source} is damaged: {name} {what}. Use another backup.")


def _allowed(member: tarfile.TarInfo) -> bool:
    folder, _, name = member.name.partition("/")
    patterns = {**FOLDERS, SECRETS: "[a-z_]*"}  # backups of format 1 held secret files as they were
    brought = (
        folder in patterns
        and "/" not in name
        and not name.startswith(".")
        and fnmatch(name, patterns[folder])
    )
    return member.isfile() and (member.name in {MANIFEST, SEALED, *DATABASES, *FILES} or brought)


def _secrets(source: Path, sealed: bytes | None, wish: Wish) -> dict[str, str]:
    if sealed is None or wish.without_secrets:
        return {}
    if wish.passphrase is None:
        raise BackupError(
            f"{source} contains secrets protected by a passphrase. Name the passphrase file with"
            " --passphrase-file, or restore --without-secrets."
        )
    try:
        return {
            name: value
            for name, value in unseal(sealed, wish.passphrase).items()
            if re.fullmatch("[a-z_]+", name)
        }
    except SealError as problem:
        raise BackupError(str(problem)) from problem


@contextmanager
def _empty(home: Path) -> Iterator[None]:
    """``home`` with nobody in it; what was made for that alone goes again when nothing comes of it."""
    made, run = not home.exists(), not (home / "run").exists()
    lock = HouseLock(home, alone=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(home if made else home / "run", ignore_errors=True) if made or run else None
        raise
    finally:
        lock.release()


def _unpack(source: Path, size: int, folder: Path) -> None:
    with _opened(source, size) as (tar, _):
        for info in tar:
            if info.name not in (MANIFEST, SEALED):
                tar.extract(info, folder, filter="data")
    for place in folder.rglob("*"):
        place.chmod(0o700 if place.is_dir() else 0o600)


def _checked(source: Path, folder: Path, manifest: Manifest) -> tuple[str, ...]:
    for name in DATABASES:
        if (folder / name).is_file() and (found := damage(folder / name, still=True)):
            raise BackupError(f"{source}: {found[0]}. Use another backup.")
    faults = log_faults(folder / DATABASES[0]) if (folder / DATABASES[0]).is_file() else ()
    old = (
        ()
        if manifest.format > 1
        else ("The backup has no manifest. It was readable to the end, but could not be verified.",)
    )
    return (*old, *faults)


def _move(folder: Path, home: Path) -> None:
    """Databases last: if the machine fails meanwhile, the folder still counts as empty and the restore can be
    repeated.
    """
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in sorted(
        files, key=lambda file: (file.name in DATABASES, file.name == DATABASES[0], str(file))
    ):
        place = home / file.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
