"""The encoder: equal to the published model, and never a silent substitute."""

from pathlib import Path

import numpy as np
import onnx
import pytest

from knowledge import encoder_build, encoder_graph
from knowledge.encoder import Encoder, package_folder
from knowledge.encoder_stamp import GRAPH, is_built
from knowledge.errors import EncoderError


@pytest.fixture
def folder(built_encoder) -> Path:
    return built_encoder


def test_the_build_proves_itself(folder):
    stamp = encoder_build.build(folder)
    assert stamp["cosine_fp32"] >= 0.99999
    assert stamp["cosine_int8"] >= 0.985


@pytest.mark.parametrize(("enough_at", "grows"), [(1, 1.0), (2, 1.2), (3, 2.0)])
def test_a_processor_with_coarser_arithmetic_gets_a_larger_graph(folder, tmp_path, enough_at, grows):
    full, small, asked = tmp_path / "fp32.onnx", tmp_path / "small.onnx", []
    onnx.save(encoder_graph.build(encoder_build._checked_weights(package_folder())), full)

    def cosine(graph: Path) -> float:
        asked.append(graph.stat().st_size)
        return 0.99 if len(asked) >= enough_at else 0.98

    assert encoder_build._smallest_equal(full, small, cosine) == 0.99
    assert asked[-1] >= grows * (folder / GRAPH).stat().st_size


def test_meanings_and_shapes(folder):
    encoder = Encoder(folder)
    vectors = encoder.encode(["where is my parcel", "track my package", "I like football", ""])
    assert vectors.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > likeness[0, 2] + 0.2


def test_order_and_company_do_not_matter(folder):
    encoder = Encoder(folder)
    texts = ["a", "where is my order", "one two three four five six", "where is my order", "b"]
    together = encoder.encode(texts)
    alone = np.stack([encoder.encode([text])[0] for text in texts])
    assert (together * alone).sum(1).min() > 0.99


def test_a_missing_encoder_is_a_sentence(tmp_path):
    with pytest.raises(EncoderError, match="baton encoder build"):
        Encoder(tmp_path)


def test_a_damaged_graph_is_built_again(folder):
    graph = folder / GRAPH
    graph.write_bytes(graph.read_bytes()[:1000])
    assert not is_built(folder)
    encoder_build.build(folder)
    Encoder(folder).encode(["works"])


def test_other_weights_are_refused(tmp_path):
    for file in package_folder().iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(
                file.read_bytes()[:-1] if file.name == "model.safetensors" else file.read_bytes()
            )
    with pytest.raises(EncoderError, match="not the published"):
        encoder_build._checked_weights(tmp_path)
