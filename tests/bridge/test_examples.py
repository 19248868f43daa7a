"""The written protocol is enough to write a client: the example clients talk with each other through a hub."""

import asyncio
import os
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


async def _run(name: str, *arguments: str, **variables: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(EXAMPLES / name), *arguments, env={**os.environ, **variables},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, output.decode()


async def test_a_customer_and_an_agent_of_a_few_lines(hub):
    code, said = await _run("customer.py", hub.settings.url, "how long?", "I am angry")
    assert code == 0, said
    assert "bot: **Two** to four days." in said
    assert "system: I'm sorry this has been so frustrating." in said
    await hub.people.add_user("anna", "Anna", "agent", "a good password")
    wrong = await _run("agent.py", hub.settings.url, "anna", "x", BATON_PASSWORD="wrong")
    assert wrong == (1, "Login or password is wrong.\n")
    code, told = await _run("agent.py", hub.settings.url, "anna", "I am here.", BATON_PASSWORD="a good password")
    assert code == 0, told
    assert told.index("customer.said: how long?") < told.index("customer.said: I am angry")
    nobody = await _run("agent.py", hub.settings.url, "anna", "x", BATON_PASSWORD="a good password")
    assert nobody == (1, "Nobody is waiting.\n")
