"""``python -m bot train|serve|replay``: the only place that knows Rasa's flags."""

from __future__ import annotations

import argparse
import gzip
import os
import secrets
import sys
import tarfile
import zlib
from pathlib import Path

from bot import launch

ROOT = Path(__file__).resolve().parents[1]


def _home() -> Path:
    return Path(os.environ.setdefault("BATON_HOME", str(ROOT / ".baton")))


def _train(arguments: argparse.Namespace) -> int:
    model = _learn(arguments.output, arguments.name)
    print(model)
    return 0 if model else 1


def _learn(output: Path, name: str) -> Path | None:
    from rasa.model_training import train

    result = train(
        domain=str(ROOT / "bot" / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(output),
        fixed_model_name=name,
        force_training=True,
    )
    return Path(result.model) if result.code == 0 and result.model else None


def _train_on_call(_arguments: argparse.Namespace) -> int:
    """Be ready, then train and examine the release that standard input names; end quietly if nothing
    comes.
    """
    from bot import on_call

    return on_call.work(sys.stdin, _learn, _home())


def _fault(model: Path) -> str | None:
    """What is wrong with a model's file, if it cannot be read to its end: Rasa would start without it and
    answer nobody.
    """
    try:
        with gzip.open(model) as packed:
            while packed.read(2**20):
                pass
        with tarfile.open(model) as archive:
            return (
                None
                if "metadata.json" in {name.removeprefix("./") for name in archive.getnames()}
                else "it is no model of Rasa"
            )
    except (OSError, EOFError, tarfile.TarError, zlib.error) as problem:
        return str(problem).splitlines()[0].rstrip(":")


def _serve(arguments: argparse.Namespace) -> int:
    if fault := _fault(arguments.model):
        print(
            f"The model {arguments.model} cannot be served: {fault}. Publish again, or roll back to another"
            " release.",
            file=sys.stderr,
        )
        return 2
    os.environ.setdefault("BATON_ACTIONS_URL", "http://127.0.0.1:5055/webhook")
    # Nobody's: without one from outside, no turn is taken.
    os.environ.setdefault("BATON_BOT_TOKEN", secrets.token_urlsafe(32))
    launch.check_schemas_once()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    serve_application(
        model_path=str(arguments.model),
        interface="127.0.0.1",
        port=arguments.port,
        credentials=str(ROOT / "bot" / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml")),
        enable_api=False,
    )
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    from bot.replay_command import Asked, replay_file

    return replay_file(
        Asked(arguments.file, arguments.settings, arguments.compare, arguments.json, arguments.as_if_live),
        arguments.model,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser(
        "train", help="train a model from data/ or from the release BATON_RELEASE names"
    )
    train.add_argument("--output", type=Path, default=_home() / "models")
    train.add_argument("--name", default="model")
    train.set_defaults(run=_train)
    commands.add_parser(
        "train-on-call", help="wait for a release on standard input, train and examine it"
    ).set_defaults(run=_train_on_call)
    serve = commands.add_parser("serve", help="serve turns on loopback")
    serve.add_argument("--model", type=Path, required=True)
    serve.add_argument("--port", type=int, default=5005)
    serve.set_defaults(run=_serve)
    replay = commands.add_parser("replay", help="judge stored conversations, one JSON object a line")
    replay.add_argument("file", type=Path)
    replay.add_argument("--model", type=Path, required=True)
    replay.add_argument("--settings", type=Path)
    replay.add_argument("--compare", type=Path)
    replay.add_argument("--json", action="store_true")
    replay.add_argument("--as-if-live", action="store_true")
    replay.set_defaults(run=_replay)
    return parser


def main() -> int:
    """Dispatch. Exit code 0, or Rasa's own for training, or 2 for bad input."""
    _home()
    launch.prepare(os.environ.get("BATON_LOG_LEVEL", "WARNING"))
    arguments = _parser().parse_args()
    return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
