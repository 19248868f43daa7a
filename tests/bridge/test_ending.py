"""Background work ends when it is told to, even when a library loses the word."""

import asyncio

from escalation.background import end, rounds


async def deaf(times):
    """Loses so many cancellations, as a library may."""
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if times == 0:
                raise
            times -= 1


async def test_a_cancellation_that_gets_lost_is_repeated():
    tasks = [asyncio.create_task(deaf(times)) for times in (0, 1, 2)]
    await asyncio.sleep(0)
    await asyncio.wait_for(end(*tasks), 10)
    assert all(task.cancelled() for task in tasks)


async def test_what_has_ended_already_or_failed_is_no_trouble():
    async def fails():
        raise ValueError("on its own")

    failed = asyncio.create_task(fails())
    await asyncio.wait({failed})
    await end()
    await end(failed, asyncio.create_task(rounds(60, fails, "failing")))
    assert isinstance(failed.exception(), ValueError)
