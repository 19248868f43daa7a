"""Where the built encoder lies and whether it is whole: what a process may ask that never loads it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

GRAPH, STAMP = "minilm-int8.onnx", "encoder.json"
BUILD = "2"  # raise it when the graph or its quantisation changes: an older build is then made anew


def is_built(folder: Path) -> bool:
    """Whether ``folder`` holds a graph of this build whose file is unchanged since."""
    stamp, graph = folder / STAMP, folder / GRAPH
    if not (stamp.is_file() and graph.is_file()):
        return False
    noted = json.loads(stamp.read_text())
    return bool(noted.get("build") == BUILD and noted.get("sha256") == hashlib.sha256(graph.read_bytes()).hexdigest())


def encoder_folder() -> Path:
    """The folder of the built encoder: ``BATON_HOME/encoder``, by default in the project's ``.baton``."""
    default = Path(__file__).resolve().parents[1] / ".baton"
    return Path(os.environ.get("BATON_HOME") or default) / "encoder"
