"""``baton backup`` and ``baton restore``: the whole of an installation in one file, while it runs."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import tempfile
from fnmatch import fnmatch
from pathlib import Path

from escalation import __version__
from escalation.house_lock import HouseLock

DATABASES = ("baton.db", "knowledge.db", "business.db")
FILES = ("baton.toml",)
FOLDERS = {"secrets": "[a-z_]*", "models": "*.tar.gz", "media": "[0-9a-f]*.*", "attachments": "[0-9a-f]*.*"}
MANIFEST = "manifest.json"
FORMAT = 1


class BackupError(RuntimeError):
    """A backup that cannot be made or restored; ``str()`` says why and what to do."""


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent, while others write."""
    reading, writing = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(target)
    with writing:
        reading.backup(writing, pages=1000, sleep=0.01)
    reading.close()
    writing.close()


def backup(home: Path, target: Path) -> int:
    """Write ``target`` (a new file) and return its size in bytes. Baton may run meanwhile."""
    if target.exists():
        raise BackupError(f"{target} exists already; name a new file.")
    if not (home / DATABASES[0]).is_file():
        raise BackupError(f"There is nothing to back up in {home}.")
    scratch = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder, tarfile.open(scratch, "w:gz") as tar:
        _collect(home, Path(folder), tar)
    scratch.replace(target)
    return target.stat().st_size


def _collect(home: Path, folder: Path, tar: tarfile.TarFile) -> None:
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps({"format": FORMAT, "baton": __version__}))
    tar.add(manifest, MANIFEST)
    for name in DATABASES:
        if (home / name).is_file():
            _copy(home / name, folder / name)
            tar.add(folder / name, name)
    brought = [file for folder in FOLDERS for file in sorted((home / folder).glob(FOLDERS[folder]))]
    for file in [*(home / name for name in FILES), *brought]:
        if file.is_file():
            tar.add(file, str(file.relative_to(home)))


def _allowed(member: tarfile.TarInfo) -> bool:
    known = {MANIFEST, *DATABASES, *FILES}
    folder, _, name = member.name.partition("/")
    brought = folder in FOLDERS and "/" not in name and not name.startswith(".") and fnmatch(name, FOLDERS[folder])
    return member.isfile() and (member.name in known or brought)


def restore(home: Path, source: Path) -> None:
    """Put a backup into an empty ``home``; all of it or nothing. Baton must not run there."""
    if any((home / name).exists() for name in DATABASES):
        raise BackupError(f"{home} holds an installation already. Restore into an empty folder: BATON_HOME=/new/folder baton restore …")
    lock = HouseLock(home)
    try:
        with tempfile.TemporaryDirectory(dir=home) as folder:
            _unpack(source, Path(folder))
            for file in sorted(Path(folder).rglob("*")):
                if file.is_file() and file.name != MANIFEST:
                    place = home / file.relative_to(folder)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    file.replace(place)
    finally:
        lock.release()


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as tar:
            members = tar.getmembers()
            strange = [member.name for member in members if not _allowed(member)]
            if strange or MANIFEST not in {member.name for member in members}:
                raise BackupError(f"{source} is not a backup of Baton{': it holds ' + strange[0] if strange else ''}.")
            tar.extractall(folder, members, filter="data")
    except (tarfile.TarError, EOFError, OSError) as problem:
        raise BackupError(f"{source} cannot be read: {problem}") from problem
    found = json.loads((folder / MANIFEST).read_text())
    if found.get("format") != FORMAT:
        raise BackupError(f"{source} was made by a newer Baton ({found.get('baton')}). Update Baton, then restore.")
    for name in DATABASES:
        if (folder / name).is_file() and sqlite3.connect(folder / name).execute("pragma integrity_check").fetchone()[0] != "ok":
            raise BackupError(f"{source} is damaged: {name} does not pass its check.")
