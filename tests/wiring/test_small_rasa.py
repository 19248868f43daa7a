"""Rasa without TensorFlow: placeholders that can be named and not used."""

import subprocess
import sys

import pytest

from bot.small_rasa import MissingPackageError, placeholder

HIDE = {"BATON_SMALL_RASA": "1"}


def test_a_placeholder_can_be_named_subclassed_and_annotated():
    tensor = placeholder("tensorflow.Tensor")
    assert placeholder("tensorflow.Tensor") is tensor
    assert tensor.shape is placeholder("tensorflow.Tensor.shape")

    class Layer(placeholder("tensorflow.keras.layers.Layer")):
        width: tensor | None = None

    assert list[tensor]
    assert issubclass(Layer, placeholder("tensorflow.keras.layers.Layer"))


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("tensorflow.constant", "make tensorflow"),
        ("tensorflow.keras.Model", "config.yml"),
        ("slack_sdk.WebClient", "slack_sdk"),
    ],
)
def test_using_one_is_a_clear_sentence(path, remedy):
    with pytest.raises(MissingPackageError, match=remedy):
        placeholder(path)()


def _run(code: str) -> subprocess.CompletedProcess[str]:
    import os

    environment = {**os.environ, **HIDE}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )


def test_an_installed_package_wins_over_its_placeholder():
    found = _run(
        "import bot.small_rasa as s; s.UNUSED |= {'json'} if False else set(); s.install(); import json;"
        " print(json.dumps(1))"
    )
    assert found.stdout.strip() == "1"


def test_the_hook_leaves_unknown_names_alone():
    found = _run(
        "import bot.small_rasa as s; s.install()\ntry:\n import no_such_package\nexcept"
        " ModuleNotFoundError:\n print('missing')"
    )
    assert found.stdout.strip() == "missing"


@pytest.mark.rasa
def test_rasa_starts_without_tensorflow():
    found = _run(
        "import bot.launch as l; l.prepare(); import rasa.core.agent, rasa.model_training, sys; "
        "print(type(sys.modules.get('tensorflow')).__name__)"
    )
    assert found.stdout.strip() in ("_PlaceholderModule", "NoneType"), found.stderr[-500:]


@pytest.mark.rasa
def test_a_pipeline_that_needs_tensorflow_says_so(tmp_path):
    config = tmp_path / "config.yml"
    config.write_text(
        "recipe: default.v1\nassistant_id: x\nlanguage: en\npipeline:\n- name: WhitespaceTokenizer\n- name:"
        " CountVectorsFeaturizer\n- name: DIETClassifier\n  epochs: 1\npolicies:\n- name: RulePolicy\n"
    )
    nlu = tmp_path / "nlu.yml"
    nlu.write_text(
        "version: '3.1'\nnlu:\n- intent: a\n  examples: |\n    - hi\n    - ho\n- intent: b\n  examples: |\n  "
        "  - bye\n    - go\n"
    )
    found = _run(
        "import bot.launch as l; l.prepare(); from rasa.model_training import train_nlu;"
        f" train_nlu('{config}', '{nlu}', '{tmp_path}')"
    )
    assert found.returncode != 0
    assert "make tensorflow" in found.stderr
