"""The arguments of `baton evaluate`, for the command itself and for the process it starts. Imports nothing heavy."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_to(parser: argparse.ArgumentParser) -> None:
    """Sub-commands ``intents``, ``turns`` and ``handoff``; the one chosen is in ``what``."""
    commands = parser.add_subparsers(required=True, metavar="WHAT", dest="what")
    _intents(commands.add_parser("intents", help="train the pipeline on labelled sentences and measure it on others"))
    _turns(commands.add_parser("turns", help="dissatisfaction, and hand-off in time, on labelled dialogues"))
    _handoff(commands.add_parser("handoff", help="hand-offs in time, and only where needed, on dialogues of any bot"))


def _intents(command: argparse.ArgumentParser) -> None:
    command.add_argument("--train", type=Path, required=True, help="CSV with the header text,label")
    command.add_argument("--test", type=Path, required=True, help="CSV with the header text,label")
    command.add_argument("--none", metavar="LABEL", help="the label of sentences that nothing fits")
    command.add_argument("--json", action="store_true", help="one JSON object instead of text")
    command.add_argument("--rows", type=Path, metavar="FILE", help="also write every test sentence with its result, one JSON object a line")
    command.add_argument(
        "--thresholds", metavar="LIST", default="", help="chances of being right, as 0.3,0.5: what is turned away below and kept above each"
    )
    command.add_argument("--picture", type=Path, metavar="FILE.svg", help="also write the confusions as a picture")


def _turns(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data",
        type=Path,
        required=True,
        help="dialogues as for replay; customer turns with “dissatisfied”, “handoff” or scores as labels",
    )
    command.add_argument("--folds", type=int, metavar="N", help="also refit on the data itself, in N folds by dialogue")
    command.add_argument("--refit", action="store_true", help="the same in ten folds")
    command.add_argument(
        "--as-if-live", action="store_true", help="a miss is what our own articles do not know, not what the stored bot said"
    )
    command.add_argument("--model", type=Path, help="a trained model; without it the one that answers now")
    command.add_argument("--settings", type=Path, help="triage settings as JSON")
    command.add_argument("--json", action="store_true", help="one JSON object instead of text")


def _handoff(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, required=True, nargs="+", metavar="FILE", help="dialogues as for replay, with “handoff”")
    command.add_argument(
        "--as-if-live", action="store_true", help="a miss is what our own articles do not know, not what the stored bot said"
    )
    command.add_argument("--model", type=Path, help="a trained model; without it the one that answers now")
    command.add_argument("--settings", type=Path, help="triage settings as JSON")
    command.add_argument("--json", action="store_true", help="one JSON object instead of text")
