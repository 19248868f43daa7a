"""The ONNX graph of all-MiniLM-L6-v2, assembled from its weights without torch.

Architecture: BERT (Devlin et al. 2019) with 6 layers, mean pooling over the attention mask and L2
normalisation (Reimers & Gurevych 2019). :func:`forward` is the same computation in plain numpy, kept as the
reference that the graph is compared with at every build.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Weights = dict[str, npt.NDArray[np.float32]]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD_WIDTH = WIDTH // HEADS
EPSILON = 1e-12
MASKED = -1e9  # far below any attention score, yet finite: a fully masked row must not become NaN
OPSET = 17


class Graph:
    """Collects nodes and initialisers; every method returns the name of its output."""

    def __init__(self, epsilon: float = EPSILON) -> None:
        self._epsilon = epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """A tensor of the model itself."""
        self.initialisers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, operator: str, *inputs: str, **attributes: object) -> str:
        """A node."""
        output = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def linear(self, source: str, weights: Weights, path: str) -> str:
        """A dense layer."""
        kernel = self.constant(f"{path}.kernel", weights[f"{path}.weight"].T)
        return self.add(
            "Add", self.add("MatMul", source, kernel), self.constant(f"{path}.bias", weights[f"{path}.bias"])
        )

    def normalise(self, source: str, weights: Weights, path: str) -> str:
        """A layer normalisation."""
        scale = self.constant(f"{path}.weight", weights[f"{path}.weight"])
        bias = self.constant(f"{path}.bias", weights[f"{path}.bias"])
        return self.add("LayerNormalization", source, scale, bias, axis=-1, epsilon=self._epsilon)


def scalar(value: float) -> Floats:
    """A number as a tensor."""
    return np.array(value, dtype=np.float32)


def _embeddings(graph: Graph, weights: Weights) -> str:
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    positions = graph.constant("positions", weights["embeddings.position_embeddings.weight"])
    kind = graph.constant("kind", weights["embeddings.token_type_embeddings.weight"][0])
    zero, one = graph.constant("zero", np.array([0])), graph.constant("one", np.array([1]))
    length = graph.add("Slice", graph.add("Shape", "input_ids"), one, graph.constant("two", np.array([2])))
    places = graph.add("Slice", positions, zero, length, zero)
    summed = graph.add("Add", graph.add("Add", graph.add("Gather", words, "input_ids"), places), kind)
    return graph.normalise(summed, weights, "embeddings.LayerNorm")


def _attention(graph: Graph, weights: Weights, source: str, bias: str, path: str) -> str:
    split = graph.constant("split", np.array([0, 0, HEADS, HEAD_WIDTH]))
    join = graph.constant("join", np.array([0, 0, WIDTH]))

    def heads(name: str, order: list[int]) -> str:
        projected = graph.linear(source, weights, f"{path}.self.{name}")
        return graph.add("Transpose", graph.add("Reshape", projected, split), perm=order)

    query, key, value = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]), heads("value", [0, 2, 1, 3])
    scale = graph.constant("scale", scalar(HEAD_WIDTH**-0.5))
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), bias)
    context = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Reshape", graph.add("Transpose", context, perm=[0, 2, 1, 3]), join)
    output = graph.linear(joined, weights, f"{path}.output.dense")
    return graph.normalise(graph.add("Add", output, source), weights, f"{path}.output.LayerNorm")


def gelu(graph: Graph, source: str) -> str:
    """The exact one, by the error function."""
    root, one, half = (
        graph.constant(n, scalar(v)) for n, v in (("root", 2**0.5), ("unit", 1.0), ("half", 0.5))
    )
    gate = graph.add("Add", graph.add("Erf", graph.add("Div", source, root)), one)
    return graph.add("Mul", graph.add("Mul", source, gate), half)


def _layer(graph: Graph, weights: Weights, source: str, bias: str, number: int) -> str:
    path = f"encoder.layer.{number}"
    attended = _attention(graph, weights, source, bias, f"{path}.attention")
    inner = gelu(graph, graph.linear(attended, weights, f"{path}.intermediate.dense"))
    output = graph.linear(inner, weights, f"{path}.output.dense")
    return graph.normalise(graph.add("Add", output, attended), weights, f"{path}.output.LayerNorm")


def pool(graph: Graph, source: str, mask: str) -> None:
    """Mean over the mask, at length one: the output ``embedding``."""
    last, middle = graph.constant("last", np.array([-1])), graph.constant("middle", np.array([1]))
    weighted = graph.add("Mul", source, graph.add("Unsqueeze", mask, last))
    summed = graph.add("ReduceSum", weighted, middle, keepdims=0)
    mean = graph.add("Div", summed, graph.add("ReduceSum", mask, middle, keepdims=1))
    norm = graph.add("ReduceL2", mean, axes=[1], keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, norm], ["embedding"]))


def build(weights: Weights) -> onnx.ModelProto:
    """The fp32 graph: ``input_ids``, ``attention_mask`` int64 [batch, length] → ``embedding`` float32 [batch,
    384].
    """
    graph = Graph()
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    wide = graph.add("Unsqueeze", mask, graph.constant("head_axes", np.array([1, 2])))
    absent = graph.add("Sub", graph.constant("unit", scalar(1.0)), wide)
    bias = graph.add("Mul", absent, graph.constant("masked", scalar(MASKED)))
    state = _embeddings(graph, weights)
    for number in range(LAYERS):
        state = _layer(graph, weights, state, bias, number)
    pool(graph, state, mask)
    return model(graph, "all-MiniLM-L6-v2", WIDTH)


def model(graph: Graph, name: str, width: int) -> onnx.ModelProto:
    """The checked model of a graph whose output is ``embedding``."""
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "length"])
        for n in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", width])]
    body = helper.make_graph(graph.nodes, name, inputs, outputs, list(graph.initialisers.values()))
    proto = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(proto)
    return proto


def erf(values: Floats) -> Floats:
    """Abramowitz & Stegun 7.1.26, absolute error below 1.5e-7: enough for a reference in float32."""
    sign, size = np.sign(values), np.abs(values).astype(np.float64)
    t = 1 / (1 + 0.3275911 * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.asarray(sign * (1 - series * np.exp(-size * size)), dtype=np.float32)


def norm(values: Floats, weights: Weights, path: str, epsilon: float = EPSILON) -> Floats:
    """A layer normalisation."""
    centred = values - values.mean(-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon)
    return np.asarray(
        centred / spread * weights[f"{path}.weight"] + weights[f"{path}.bias"], dtype=np.float32
    )


def dense(values: Floats, weights: Weights, path: str) -> Floats:
    """A dense layer."""
    return np.asarray(values @ weights[f"{path}.weight"].T + weights[f"{path}.bias"], dtype=np.float32)


def softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def _layers(state: Floats, weights: Weights) -> Iterator[Floats]:
    length = state.shape[0]
    for number in range(LAYERS):
        path = f"encoder.layer.{number}"
        query, key, value = (
            dense(state, weights, f"{path}.attention.self.{n}")
            .reshape(length, HEADS, HEAD_WIDTH)
            .transpose(1, 0, 2)
            for n in ("query", "key", "value")
        )
        context = softmax(query @ key.transpose(0, 2, 1) * HEAD_WIDTH**-0.5) @ value
        joined = dense(
            context.transpose(1, 0, 2).reshape(length, WIDTH), weights, f"{path}.attention.output.dense"
        )
        attended = norm(joined + state, weights, f"{path}.attention.output.LayerNorm")
        inner = dense(attended, weights, f"{path}.intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / np.float32(2**0.5)))
        state = norm(
            dense(inner, weights, f"{path}.output.dense") + attended, weights, f"{path}.output.LayerNorm"
        )
        yield state


def forward(ids: list[int], weights: Weights) -> Floats:
    """The reference: one text's embedding, float32 [384] of length one, by a plain forward pass without
    padding.
    """
    state = weights["embeddings.word_embeddings.weight"][ids]
    state = state + weights["embeddings.position_embeddings.weight"][: len(ids)]
    state = norm(
        state + weights["embeddings.token_type_embeddings.weight"][0], weights, "embeddings.LayerNorm"
    )
    *_, last = _layers(state, weights)
    mean = last.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
