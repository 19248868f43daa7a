"""What must be so before Rasa is imported: threads, telemetry, logging, the import hook. Import this
first.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable

from bot import small_rasa

_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def prepare(level: str = "WARNING") -> None:
    """Set up this process for Rasa. Must run before ``rasa`` or numpy is imported."""
    for name in _SINGLE:
        os.environ.setdefault(name, "1")  # more threads cost 11 ms a message on two cores
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    os.environ.setdefault("LOG_LEVEL", level)
    if "BATON_HOME" in os.environ:  # all state in one folder, Rasa's cache too
        os.environ.setdefault("RASA_CACHE_DIRECTORY", os.path.join(os.environ["BATON_HOME"], "cache"))  # noqa: PTH118
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.filterwarnings("ignore", module=r"(rasa|sqlalchemy|pkg_resources|sanic|jieba|sklearn)")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    small_rasa.install()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    _quiet_structlog(level)


def _quiet_structlog(level: str) -> None:
    """Rasa leaves structlog unconfigured here, and every debug line would be printed (1.1 ms a message)."""
    import structlog

    threshold = logging.getLevelName(level)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(threshold), cache_logger_on_first_use=True
    )


def check_schemas_once() -> None:
    """A remote action's reply is validated by jsonschema, which re-checks its own schema each time: 18 ms."""
    from jsonschema import (
        Draft4Validator,
        Draft6Validator,
        Draft7Validator,
        Draft201909Validator,
        Draft202012Validator,
    )

    for validator in (
        Draft4Validator,
        Draft6Validator,
        Draft7Validator,
        Draft201909Validator,
        Draft202012Validator,
    ):
        validator.check_schema = _remembering(validator.check_schema)


def _remembering(check: Callable[..., None]) -> Callable[..., None]:
    markers: set[str] = set()

    def once(schema: object, *more: object, **options: object) -> None:
        marker = repr(schema)
        if marker not in markers:
            check(schema, *more, **options)
            markers.add(marker)

    return once
