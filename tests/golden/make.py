"""Writes the golden file of a kind that has none yet. A golden file is never rewritten: what it shows is in people's logs.

Usage: python -m tests.golden.make
"""

from __future__ import annotations

import json
from pathlib import Path

from escalation.core import events as ev
from escalation.store.codec import to_row
from tests.core.samples import sample

FOLDER = Path(__file__).parent / "events"
COLUMNS = ("seq", "at", "kind", "version", "client_id", "data", "text")


def main() -> None:
    """One file for each kind and version that has none."""
    for (kind, version), shape in ev.KINDS.items():
        file = FOLDER / f"{kind}@{version}.json"
        if not file.exists():
            row = dict(zip(COLUMNS, to_row(ev.Recorded(7, 1_700_000_000_000, sample(shape))), strict=True))
            file.write_text(json.dumps({**row, "data": json.loads(row["data"])}, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
