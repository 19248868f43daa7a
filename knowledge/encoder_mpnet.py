"""The ONNX graph of all-mpnet-base-v2, assembled from its weights without torch, and the same in plain numpy.

Architecture: MPNet (Song et al. 2020): BERT without token types, positions counted from 2, and one table of
relative positions added to the attention of all 12 layers; mean pooling and L2 normalisation (Reimers &
Gurevych 2019).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto

from knowledge.encoder_graph import (
    MASKED,
    Floats,
    Graph,
    Weights,
    dense,
    erf,
    gelu,
    model,
    norm,
    pool,
    scalar,
    softmax,
)

LAYERS, HEADS, WIDTH = 12, 12, 768
HEAD_WIDTH = WIDTH // HEADS
EPSILON, FIRST_POSITION = 1e-5, 2
BUCKETS, FARTHEST = 32, 128
MOST = 128  # tokens; the graph holds the relative positions of as many


def buckets(length: int) -> npt.NDArray[np.int64]:
    """Which entry of the table holds for each pair of places [to, from]: near ones each have their own, far
    ones share.
    """
    apart = np.arange(length)[:, None] - np.arange(length)[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = exact + (
        np.log(np.maximum(np.abs(apart), 1) / exact) / np.log(FARTHEST / exact) * (half - exact)
    ).astype(np.int64)
    return np.asarray(
        np.where(apart < 0, half, 0)
        + np.where(np.abs(apart) < exact, np.abs(apart), np.minimum(far, half - 1)),
        dtype=np.int64,
    )


def places(length: int, weights: Weights) -> Floats:
    """What is added to the attention scores [heads, length, length]."""
    return np.ascontiguousarray(
        weights["encoder.relative_attention_bias.weight"][buckets(length)].transpose(2, 0, 1)
    )


def _embeddings(graph: Graph, weights: Weights, length: str) -> str:
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    table = weights["embeddings.position_embeddings.weight"][FIRST_POSITION : FIRST_POSITION + MOST]
    at = graph.add(
        "Slice", graph.constant("positions", table), graph.constant("zero", np.array([0])), length, "zero"
    )
    return graph.normalise(
        graph.add("Add", graph.add("Gather", words, "input_ids"), at), weights, "embeddings.LayerNorm"
    )


def _relative(graph: Graph, weights: Weights, length: str) -> str:
    table = graph.constant("relative", places(MOST, weights))
    rows = graph.add("Slice", table, "zero", length, graph.constant("rows", np.array([1])))
    return graph.add("Slice", rows, "zero", length, graph.constant("columns", np.array([2])))


def _attention(graph: Graph, weights: Weights, source: str, bias: str, path: str) -> str:
    split, join = (
        graph.constant("split", np.array([0, 0, HEADS, HEAD_WIDTH])),
        graph.constant("join", np.array([0, 0, WIDTH])),
    )

    def heads(name: str, order: list[int]) -> str:
        return graph.add(
            "Transpose",
            graph.add("Reshape", graph.linear(source, weights, f"{path}.attn.{name}"), split),
            perm=order,
        )

    query, key, value = heads("q", [0, 2, 1, 3]), heads("k", [0, 2, 3, 1]), heads("v", [0, 2, 1, 3])
    scale = graph.constant("scale", scalar(HEAD_WIDTH**-0.5))
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), bias)
    context = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Reshape", graph.add("Transpose", context, perm=[0, 2, 1, 3]), join)
    output = graph.linear(joined, weights, f"{path}.attn.o")
    return graph.normalise(graph.add("Add", output, source), weights, f"{path}.LayerNorm")


def build(weights: Weights) -> onnx.ModelProto:
    """The fp32 graph: ``input_ids``, ``attention_mask`` int64 [batch, length up to 128] → ``embedding``
    float32 [batch, 768].
    """
    graph = Graph(EPSILON)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    wide = graph.add("Unsqueeze", mask, graph.constant("head_axes", np.array([1, 2])))
    absent = graph.add("Sub", graph.constant("unit", scalar(1.0)), wide)
    one, two = graph.constant("one", np.array([1])), graph.constant("two", np.array([2]))
    length = graph.add("Slice", graph.add("Shape", "input_ids"), one, two)
    state = _embeddings(graph, weights, length)
    bias = graph.add(
        "Add",
        graph.add("Mul", absent, graph.constant("masked", scalar(MASKED))),
        _relative(graph, weights, length),
    )
    for number in range(LAYERS):
        path = f"encoder.layer.{number}"
        attended = _attention(graph, weights, state, bias, f"{path}.attention")
        inner = gelu(graph, graph.linear(attended, weights, f"{path}.intermediate.dense"))
        if f"{path}.evened" in weights:
            inner = graph.add("Mul", inner, graph.constant(f"{path}.evened", weights[f"{path}.evened"]))
        output = graph.linear(inner, weights, f"{path}.output.dense")
        state = graph.normalise(graph.add("Add", output, attended), weights, f"{path}.output.LayerNorm")
    pool(graph, state, mask)
    return model(graph, "all-mpnet-base-v2", WIDTH)


def evened(texts: list[list[int]], weights: Weights, share: float = 0.7) -> Weights:
    """Weights that compute the same and can be put in 8 bits: a few of the 3,072 numbers inside each layer
    are far larger than all others, so a part of their size is moved into the layer's second matrix
    (SmoothQuant, Xiao et al. 2023). ``texts`` show the sizes.
    """
    sizes: dict[str, Floats] = {}
    for ids in texts:
        forward(ids, weights, sizes)
    even_weights = dict(weights)
    for path, largest in sizes.items():
        kernel = weights[f"{path}.output.dense.weight"]
        moved = np.maximum(largest, 1e-3) ** share / np.maximum(np.abs(kernel).max(0), 1e-5) ** (1 - share)
        even_weights[f"{path}.output.dense.weight"] = kernel * moved
        even_weights[f"{path}.evened"] = np.asarray(1 / moved, dtype=np.float32)
    return even_weights


def _layer(
    state: Floats, weights: Weights, bias: Floats, path: str, sizes: dict[str, Floats] | None
) -> Floats:
    length = state.shape[0]
    query, key, value = (
        dense(state, weights, f"{path}.attention.attn.{name}")
        .reshape(length, HEADS, HEAD_WIDTH)
        .transpose(1, 0, 2)
        for name in "qkv"
    )
    context = softmax(query @ key.transpose(0, 2, 1) * HEAD_WIDTH**-0.5 + bias) @ value
    joined = dense(context.transpose(1, 0, 2).reshape(length, WIDTH), weights, f"{path}.attention.attn.o")
    attended = norm(joined + state, weights, f"{path}.attention.LayerNorm", EPSILON)
    inner = dense(attended, weights, f"{path}.intermediate.dense")
    inner = inner * 0.5 * (1 + erf(inner / np.float32(2**0.5)))
    if sizes is not None:
        sizes[path] = np.maximum(
            sizes.get(path, np.zeros(inner.shape[1], dtype=np.float32)), np.abs(inner).max(0)
        )
    return norm(
        dense(inner, weights, f"{path}.output.dense") + attended, weights, f"{path}.output.LayerNorm", EPSILON
    )


def forward(ids: list[int], weights: Weights, sizes: dict[str, Floats] | None = None) -> Floats:
    """The reference: one text's embedding, float32 [768] of length one, by a plain forward pass without
    padding. What is largest inside each layer is noted in ``sizes``.
    """
    at = weights["embeddings.position_embeddings.weight"][FIRST_POSITION : FIRST_POSITION + len(ids)]
    state = norm(
        weights["embeddings.word_embeddings.weight"][ids] + at, weights, "embeddings.LayerNorm", EPSILON
    )
    bias = places(len(ids), weights)
    for number in range(LAYERS):
        state = _layer(state, weights, bias, f"encoder.layer.{number}", sizes)
    mean = state.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
