"""Judging stored conversations again, under other settings or by another release: in a process of its own,
words through a pipe.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escalation.core.errors import Code, Refused
from escalation.host.tether import handed_down, tied
from escalation.settings import ROOT

Json = dict[str, Any]
LONGEST_S = 180.0


@dataclass(frozen=True, slots=True)
class Simulation:
    """By which model, under which triage settings (as JSON)."""

    model: Path
    settings: Json


class Simulator:
    """One rehearsal at a time: each loads a model."""

    def __init__(self, home: Path) -> None:
        self._home, self._busy = home, asyncio.Lock()

    async def compare(self, talks: list[Json], by: Simulation, other: Json) -> Json:
        """What ``other`` settings would change, as `baton replay --compare --json` prints it. Raises
        :class:`Refused`.
        """
        return dict(json.loads(await self._run(talks, by, other)))

    async def judge(self, talks: list[Json], by: Simulation) -> list[Json]:
        """The decisions on each conversation, in order. Raises :class:`Refused`."""
        return [json.loads(line) for line in (await self._run(talks, by, None)).splitlines() if line.strip()]

    async def _run(self, talks: list[Json], by: Simulation, other: Json | None) -> bytes:
        if not by.model.is_file():
            raise Refused(
                Code.UNAVAILABLE,
                "The model of this release is no longer stored. Make the release live once to train it"
                " again.",
            )
        async with self._busy:
            with tempfile.TemporaryDirectory(dir=self._home) as folder:
                sides = [
                    _written(Path(folder) / f"{name}.json", settings)
                    for name, settings in (("a", by.settings), ("b", other))
                    if settings is not None
                ]
                options = [
                    "--settings",
                    str(sides[0]),
                    *(["--compare", str(sides[1])] if other is not None else []),
                    "--json",
                ]
                return await self._child(["-", "--model", str(by.model), *options], talks)

    async def _child(self, options: list[str], talks: list[Json]) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *tied("-m", "bot", "replay", *options),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "BATON_HOME": str(self._home), "PYTHONWARNINGS": "ignore"},
            pass_fds=handed_down(),
        )
        words = "\n".join(json.dumps(talk) for talk in talks).encode()
        try:
            async with asyncio.timeout(LONGEST_S):
                said, problem = await process.communicate(words)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise Refused(
                Code.UNAVAILABLE, "The simulation took too long. Try fewer conversations."
            ) from None
        if process.returncode != 0:
            last = problem.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
            raise Refused(Code.UNAVAILABLE, f"The simulation failed: {last[0][:300]}")
        return said


def _written(file: Path, settings: Json) -> Path:
    file.write_text(json.dumps(settings), encoding="utf-8")
    return file
