"""``make vendor``: fetch the browser libraries from the npm registry, pinned by version and hash.

Each file keeps its version in its name and its licence beside it. The one change made is that bare module
names become paths, for browsers know no ``preact`` without a path.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "web_widget" / "vendor"
PINS = TARGET / "vendor.json"
FILES = {
    "preact@11.2.0": {
        "dist/preact.mjs": "preact-11.2.0.js",
        "hooks/dist/hooks.mjs": "preact-hooks-11.2.0.js",
    },
    "htm@3.1.1": {"dist/htm.mjs": "htm-3.1.1.js"},
    "turndown@7.2.5": {"lib/turndown.browser.es.js": "turndown-7.2.5.js"},
    "socket.io-client@4.8.4": {"dist/socket.io.esm.min.js": "socket.io-client-4.8.4.js"},
}
PATHS = {'from"preact"': 'from"./preact-11.2.0.js"'}


def _fetch(package: str, folder: Path) -> Path:
    name = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    return folder / name


def _unpack(package: str, archive: Path) -> None:
    with tarfile.open(archive) as tar:
        for source, target in FILES[package].items():
            text = tar.extractfile(f"package/{source}").read().decode()  # type: ignore[union-attr]
            for bare, path in PATHS.items():
                text = text.replace(bare, path)
            kept = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
            (TARGET / target).write_text("\n".join(kept) + "\n")
        licence = tar.extractfile("package/LICENSE").read()  # type: ignore[union-attr]
        (TARGET / f"LICENSE-{package.partition('@')[0]}.txt").write_bytes(licence)


def main() -> int:
    """Fetch all; with pins present, refuse an archive that is not the pinned one."""
    TARGET.mkdir(exist_ok=True)
    pins = json.loads(PINS.read_text()) if PINS.exists() else {}
    for package in FILES:
        with tempfile.TemporaryDirectory() as folder:
            archive = _fetch(package, Path(folder))
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            if pins.setdefault(package, digest) != digest:
                print(f"{package} is not what was pinned: sha256 {digest}", file=sys.stderr)
                return 1
            _unpack(package, archive)
    PINS.write_text(json.dumps(pins, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
