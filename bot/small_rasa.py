"""Rasa without TensorFlow: an import hook that answers packages this bot never uses.

Rasa 3.6 imports TensorFlow, the chat platforms' SDKs and the brokers' clients at start, whether a pipeline
needs them or not. TensorFlow alone is two thirds of what Rasa costs. The hook answers the *missing* ones of a
closed list with placeholder modules: their names can be imported, subclassed and put into annotations, and
anything more raises :class:`MissingPackageError` with the remedy. An installed package is always left alone,
so ``baton[tensorflow]`` gives the ordinary Rasa back without a switch.

The hook must be installed before ``rasa`` is imported; importing this module only defines it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from types import FunctionType, ModuleType
from typing import Any

TENSORFLOW = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "keras"})
UNUSED = frozenset(
    {
        "aio_pika",
        "aiogram",
        "aiormq",
        "boto3",
        "botocore",
        "confluent_kafka",
        "fbmessenger",
        "google",
        "jieba",
        "kafka",
        "matplotlib",
        "mattermostwrapper",
        "mitie",
        "psycopg2",
        "pymongo",
        "redis",
        "rocketchat_API",
        "sklearn_crfsuite",
        "skops",
        "slack_sdk",
        "transformers",
        "twilio",
        "webexteamssdk",
    }
)
FORCE_SMALL = "BATON_SMALL_RASA"
CO_OPTIMIZED = (
    1  # set in the code of functions, not in that of module and class bodies (inspect.CO_OPTIMIZED)
)


class MissingPackageError(ImportError):
    """A placeholder was used as if the package were there."""


def _sentence(path: str) -> str:
    package = path.partition(".")[0]
    if package in TENSORFLOW or package == "skops":
        return (
            f"{path} is needed here, and Baton's Rasa runs without TensorFlow. Install it with `make"
            " tensorflow` (the extra baton[tensorflow]), or take the component that needs it out of"
            " config.yml."
        )
    return (
        f"{path} is needed here, but Baton does not install {package}. Add the package to use this part of"
        " Rasa."
    )


def _being_defined() -> bool:
    """Whether the code that touches a placeholder is a module or class body, that is, only defines things."""
    return not sys._getframe(2).f_code.co_flags & CO_OPTIMIZED


class _PlaceholderType(type):
    path: str

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(f"{cls.path}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if not _being_defined():
            raise MissingPackageError(_sentence(cls.path))
        decorated = len(args) == 1 and not kwargs and isinstance(args[0], FunctionType)
        return args[0] if decorated else cls

    def __getitem__(cls, _item: object) -> type:
        return cls

    def __or__(cls, _other: object) -> Any:  # type: ignore[override]
        return cls

    __ror__ = __or__  # type: ignore[assignment]


_made: dict[str, _PlaceholderType] = {}


def placeholder(path: str) -> type:
    """One placeholder class for a dotted path; the same class for the same path."""
    if path not in _made:
        _made[path] = _PlaceholderType(
            path.rpartition(".")[2], (), {"path": path, "__module__": "bot.small_rasa"}
        )
    return _made[path]


class _PlaceholderModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(f"{self.__name__}.{name}")


class SmallRasaFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers missing packages of a closed list; stands last on ``sys.meta_path``, so what is installed
    wins.
    """

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A placeholder for a name of the list, nothing for any other."""
        if name.partition(".")[0] not in TENSORFLOW | UNUSED:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """The empty module."""
        return _PlaceholderModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: a placeholder has no code."""


def tensorflow_is_installed() -> bool:
    """Whether the real TensorFlow can be imported here."""
    return importlib.machinery.PathFinder.find_spec("tensorflow") is not None


def install() -> None:
    """Put the hook in place, once. ``BATON_SMALL_RASA=1`` hides an installed TensorFlow as well (for
    tests).
    """
    if any(isinstance(finder, SmallRasaFinder) for finder in sys.meta_path):
        return
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")  # nothing dials out, whoever starts Rasa
    hide = os.environ.get(FORCE_SMALL) == "1"
    sys.meta_path.insert(0 if hide else len(sys.meta_path), SmallRasaFinder())
