"""Where the built encoder lies and whether it is whole: what a process may ask that never loads it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

GRAPH, STAMP = "minilm-int8.onnx", "encoder.json"
MINILM, MPNET = "minilm", "mpnet"
MPNET_GRAPH, MPNET_STAMP, MPNET_WORDS = "mpnet-int8.onnx", "mpnet.json", "mpnet-tokenizer.json"
# Names the encoder that questions are matched with; all else, moods and search, is by the small one.
CHOSEN = "matching"
BUILD = "3"  # raise it when the graph or its quantisation changes: an older build is then made anew


def is_built(folder: Path, model: str = MINILM) -> bool:
    """Whether ``folder`` holds a graph of this build whose file is unchanged since."""
    stamp, graph = (
        (folder / STAMP, folder / GRAPH) if model == MINILM else (folder / MPNET_STAMP, folder / MPNET_GRAPH)
    )
    if not (stamp.is_file() and graph.is_file()):
        return False
    noted = json.loads(stamp.read_text())
    return bool(
        noted.get("build") == BUILD and noted.get("sha256") == hashlib.sha256(graph.read_bytes()).hexdigest()
    )


def encoder_folder() -> Path:
    """The folder of the built encoder: ``BATON_HOME/encoder``, by default in the project's ``.baton``."""
    default = Path(__file__).resolve().parents[1] / ".baton"
    return Path(os.environ.get("BATON_HOME") or default) / "encoder"


def choose(folder: Path, model: str) -> None:
    """Questions are matched with this encoder from the next training on."""
    scratch = folder / f"{CHOSEN}.new"
    scratch.write_text(model, encoding="utf-8")
    scratch.replace(folder / CHOSEN)


def chosen(folder: Path) -> str:
    """The encoder that questions are matched with: the small one where nothing else was chosen."""
    file = folder / CHOSEN
    return MPNET if file.is_file() and file.read_text(encoding="utf-8").strip() == MPNET else MINILM
