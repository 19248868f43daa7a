"""``make vendor``: fetch the browser libraries from the npm registry, pinned by version and hash.

Each file keeps its version in its name and its licence beside it. Two things are changed: bare module
names become paths, for browsers know no ``preact`` without a path, and a classic script exports its name.
ProseMirror comes in many packages: they are bundled into one module, by the esbuild of deploy/browser-tools.
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
    "uplot@1.6.32": {"dist/uPlot.iife.min.js": "uplot-1.6.32.js", "dist/uPlot.min.css": "uplot-1.6.32.css"},
}
# Bundled together, under the name and version of the first.
BUNDLE = (
    "prosemirror-view@1.42.9",
    "prosemirror-model@1.25.13",
    "prosemirror-state@1.4.4",
    "prosemirror-transform@1.12.6",
    "prosemirror-history@1.5.1",
    "prosemirror-keymap@1.2.3",
    "prosemirror-commands@1.7.2",
    "prosemirror-schema-list@1.5.1",
    "orderedmap@2.1.1",
    "rope-sequence@1.3.4",
    "w3c-keyname@2.2.8",
)
BUNDLED = "prosemirror"
TOOLS = Path(__file__).resolve().parent / "browser-tools"
PATHS = {'from"preact"': 'from"./preact-11.2.0.js"'}
EXPORTS = {"uplot-1.6.32.js": "export default uPlot;"}  # minified, it comes as a classic script only


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
            exported = [EXPORTS[target]] if target in EXPORTS else []
            (TARGET / target).write_text("\n".join([*kept, *exported]) + "\n")
        licence = tar.extractfile("package/LICENSE").read()  # type: ignore[union-attr]
        (TARGET / f"LICENSE-{package.partition('@')[0]}.txt").write_bytes(licence)


def _bundle(folder: Path) -> None:
    """One module of what the desk's editor uses, from the packages unpacked below ``folder``."""
    version = BUNDLE[0].rpartition("@")[2]
    subprocess.run(
        [
            "node",
            str(TOOLS / "node_modules" / "esbuild" / "bin" / "esbuild"),
            "editor.js",
            "--bundle",
            "--format=esm",
            "--minify",
            "--legal-comments=none",
            f"--outfile={TARGET / f'{BUNDLED}-{version}.js'}",
        ],
        cwd=folder,
        check=True,
    )
    licence = (folder / "node_modules" / BUNDLE[0].rpartition("@")[0] / "LICENSE").read_bytes()
    (TARGET / f"LICENSE-{BUNDLED}.txt").write_bytes(licence)


def _pinned(package: str, archive: Path, pins: dict[str, str]) -> bool:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if pins.setdefault(package, digest) == digest:
        return True
    print(f"{package} is not what was pinned: sha256 {digest}", file=sys.stderr)
    return False


def main() -> int:
    """Fetch all; with pins present, refuse an archive that is not the pinned one."""
    TARGET.mkdir(exist_ok=True)
    pins = json.loads(PINS.read_text()) if PINS.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in FILES:
            archive = _fetch(package, folder)
            if not _pinned(package, archive, pins):
                return 1
            _unpack(package, archive)
        for package in BUNDLE:
            archive = _fetch(package, folder)
            if not _pinned(package, archive, pins):
                return 1
            with tarfile.open(archive) as tar:
                tar.extractall(folder / "unpacked", filter="data")
            (folder / "node_modules").mkdir(exist_ok=True)
            (folder / "unpacked" / "package").rename(folder / "node_modules" / package.rpartition("@")[0])
        (folder / "editor.js").write_text((TOOLS / "editor.js").read_text())
        _bundle(folder)
    PINS.write_text(json.dumps(pins, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
