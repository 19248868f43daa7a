"""The arguments of `baton evaluate`, for the command itself and for the process it starts. Imports nothing
heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Run = Callable[..., Any]
_JSON = click.Option(["--json"], is_flag=True, help="one JSON object instead of text")
_JUDGED = [
    click.Option(
        ["--as-if-live"],
        is_flag=True,
        help="a miss is what our own articles do not know, not what the stored bot said",
    ),
    click.Option(["--model"], type=Path, help="a trained model; without it the one that answers now"),
    click.Option(["--settings"], type=Path, help="triage settings as JSON"),
    _JSON,
]
_INTENTS = [
    click.Option(["--train"], type=Path, required=True, help="CSV with the header text,label"),
    click.Option(["--test"], type=Path, required=True, help="CSV with the header text,label"),
    click.Option(["--none"], metavar="LABEL", help="the label of sentences that nothing fits"),
    _JSON,
    click.Option(
        ["--rows"],
        type=Path,
        metavar="FILE",
        help="also write every test sentence with its result, one JSON object a line",
    ),
    click.Option(
        ["--thresholds"],
        metavar="LIST",
        default="",
        help="chances of being right, as 0.3,0.5: what is turned away below and kept above each",
    ),
    click.Option(["--picture"], type=Path, metavar="FILE.svg", help="also write the confusions as a picture"),
]
_TURNS = [
    click.Option(
        ["--data"],
        type=Path,
        required=True,
        help="dialogues as for replay; customer turns with “dissatisfied”, “handoff” or scores as labels",
    ),
    click.Option(
        ["--folds"], type=int, metavar="N", help="also refit on the data itself, in N folds by dialogue"
    ),
    click.Option(["--refit"], is_flag=True, help="the same in ten folds"),
    *_JUDGED,
]
_HANDOFF = [
    click.Option(
        ["--data"],
        type=Path,
        required=True,
        multiple=True,
        metavar="FILE...",
        help="dialogues as for replay, with “handoff”",
    ),
    click.Argument(
        ["more"], type=Path, nargs=-1, metavar="", required=False
    ),  # an option takes one value: the files behind it
    *_JUDGED,
]


def commands(*, intents: Run, turns: Run, handoff: Run) -> click.Group:
    """``evaluate`` with what its sub-commands do."""
    words = "Train the pipeline on labelled sentences and measure it on others."
    evaluate = click.Group("evaluate", help="Measure the judgement on labelled data.")
    evaluate.add_command(click.Command("intents", params=[*_INTENTS], callback=intents, help=words))
    words = "Dissatisfaction, and hand-off in time, on labelled dialogues."
    evaluate.add_command(click.Command("turns", params=[*_TURNS], callback=turns, help=words))
    words = "Hand-offs in time, and only where needed, on any bot's dialogues."
    evaluate.add_command(click.Command("handoff", params=[*_HANDOFF], callback=handoff, help=words))
    return evaluate
