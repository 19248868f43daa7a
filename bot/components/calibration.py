"""The calibration a base was given before, for a release that hardly differs from the one it was measured on.

Calibrating means training again without a part of the labels: as long as nearly all questions are the same, its thirteen numbers
are too. What is kept is compared with the questions it was *measured* on, so that small changes do not add up unseen.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from bot.components.encoder import RELEASE
from knowledge.encoder_stamp import encoder_folder

FILE = "calibration.json"
SAME = 0.9  # of all questions, old and new together


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights and bias for “the first is right” and for “one of three is right”."""

    right: tuple[float, ...]
    among_three: tuple[float, ...]


def _marks(texts: list[str], labels: list[str]) -> frozenset[str]:
    """The questions with their labels, as digests: the file says nothing of what customers ask."""
    pairs = zip(texts, labels, strict=True)
    return frozenset(hashlib.sha256(f"{label}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16] for text, label in pairs)


def _code() -> str:
    """Other code, another calibration."""
    files = [*sorted(Path(__file__).parent.glob("match*.py")), Path(__file__).parents[1] / "scoring" / "matching.py"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def known(texts: list[str], labels: list[str]) -> Calibration | None:
    """The kept calibration if it fits these questions; only while a release is trained, never while something is measured."""
    file = encoder_folder().parent / FILE
    if RELEASE not in os.environ or not file.is_file():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        marks, measured = _marks(texts, labels), frozenset(kept["marks"])
        fits = kept["code"] == _code() and len(marks & measured) >= SAME * len(marks | measured)
        return Calibration(tuple(kept["right"]), tuple(kept["among_three"])) if fits else None
    except (ValueError, KeyError, TypeError):  # a file of another age: measured anew
        return None


def keep(texts: list[str], labels: list[str], measured: Calibration) -> None:
    """Keep a calibration with the questions it was measured on."""
    if RELEASE not in os.environ:
        return
    file = encoder_folder().parent / FILE
    row = {"code": _code(), "marks": sorted(_marks(texts, labels)), "right": measured.right, "among_three": measured.among_three}
    scratch = file.with_suffix(".new")
    scratch.write_text(json.dumps(row), encoding="utf-8")
    scratch.replace(file)
