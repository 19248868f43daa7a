"""The project's own pipeline (config.yml), trained by Rasa on any labelled sentences."""

from __future__ import annotations

import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.model_training import train_nlu
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.evaluate.labelled import Labelled, read_csv
from bot.graph_runner import parsed_by, processor_of
from bot.importer import FAQ
from bot.shortening import shortened
from bot.turn import Json

CONFIG = Path(__file__).resolve().parents[2] / "config.yml"
SENTENCES = "BATON_EVALUATE_SENTENCES"


def names(labels: tuple[str, ...]) -> dict[str, str]:
    """Labels as articles are named: whatever stands in a label, Rasa must not read a meaning into it."""
    return {label: f"l{at}" for at, label in enumerate(sorted(set(labels)))}


class SentenceImporter(TrainingDataImporter):
    """Training data from the CSV file :data:`SENTENCES` names, each label an article."""

    def __init__(self, config_file: str | None = None, *_: Any, **_named: Any) -> None:
        self._config = yaml.safe_load(Path(config_file or CONFIG).read_text(encoding="utf-8"))

    def get_domain(self) -> Domain:
        """No domain: nothing is acted on."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """No stories."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """No stories."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """config.yml, as it is."""
        return dict(self._config)

    def get_config_file_for_auto_config(self) -> str | None:
        """Nothing is to be filled in."""
        return None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Every sentence with its label."""
        data = read_csv(Path(os.environ[SENTENCES]))
        intents = names(data.labels)
        return TrainingData(
            [
                Message.build(text, intent=f"{FAQ}/{intents[label]}")
                for text, label in zip(data.texts, data.labels, strict=True)
            ]
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained pipeline; ``labels`` gives the original label of an article's name."""

    processor: MessageProcessor
    labels: dict[str, str]
    seconds: float

    def parse(self, text: str) -> tuple[Json, float]:
        """What the pipeline found out about a text, and the ms it took."""
        began = time.perf_counter()
        findings = parsed_by(self.processor, UserMessage(shortened(text)))
        return findings, (time.perf_counter() - began) * 1000


@contextmanager
def trained(file: Path, data: Labelled) -> Iterator[Trained]:
    """Train on ``file`` as `rasa train nlu` would."""
    with tempfile.TemporaryDirectory() as folder:
        config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
        config["importers"] = [{"name": f"{SentenceImporter.__module__}.{SentenceImporter.__name__}"}]
        config_file = Path(folder, "config.yml")
        config_file.write_text(yaml.safe_dump(config))
        os.environ.update({SENTENCES: str(file), "RASA_CACHE_DIRECTORY": str(Path(folder, "cache"))})
        logging.getLogger("rasa").setLevel(logging.ERROR)
        began = time.perf_counter()
        with redirect_stdout(sys.stderr):  # Rasa reports its progress; standard output is for the figures
            model = train_nlu(str(config_file), str(file), output=folder, fixed_model_name="evaluated")
        seconds = time.perf_counter() - began
        yield Trained(
            processor_of(Agent.load(str(model))),
            {name: label for label, name in names(data.labels).items()},
            seconds,
        )


def peak_mb() -> float:
    """The most memory this process held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
