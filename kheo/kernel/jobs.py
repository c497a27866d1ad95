"""Background work: put in the queue inside the verb's own transaction, done by a worker, at least once.

A job is a function in a chapter's `jobs.py`, marked `@job`, that takes the numbers of records and reads the rest
itself. A worker may be killed at any moment, and the job is then done again from its beginning: whoever writes a job
makes the second time harmless. No queue survives `kill -9` by itself, so every worker also gives back what a dead one
held (trust.md §0.11).
"""

import asyncio
import contextlib
import functools
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.tasks import Task

ASKED_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ATTEMPTS = 5  # a job that failed, or took its worker with it, so often is left alone, and `kheo doctor` says so
HEARTBEAT = 5.0  # seconds between two signs of life of a worker
LATE = 600.0  # seconds after its time in which a worker that has just begun still does what the clock brings
SILENCE = 30.0  # seconds without one after which a worker counts as dead


def job[**P](work: Callable[P, None]) -> Task[P, None, P]:
    """Mark a chapter's function as background work. Its name in the queue is chapter and function: `councils.tally`."""
    chapter = work.__module__.removeprefix("kheo.").split(".")[0]
    again = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2)
    return app.task(name=f"{chapter}.{work.__name__}", retry=again)(work)


def every_hour(work: Callable[[], object]) -> Task[..., None, ...]:
    """Have a function called once an hour, by one worker however many there are.

    An hour in which no worker ran is left out, not made up for.
    """
    return _regularly(work, "17 * * * *")  # away from the full hour, when other machines are busy


def every_minute(work: Callable[[], object]) -> Task[..., None, ...]:
    """The same, once a minute: for what is quick when there is nothing to do."""
    return _regularly(work, "* * * * *")


def _regularly(work: Callable[[], object], cron: str) -> Task[..., None, ...]:
    @functools.wraps(work)
    def at(timestamp: int) -> None:
        work()

    task = job(at)
    app.periodic(cron=cron, queueing_lock=task.name)(task)  # however late a worker begins, it waits there once
    return task


def enqueue(task: Task, **numbers: int) -> None:
    """Put a job in the queue, in the present transaction: rolled back with it, seen by workers once it is committed.

    The same job about the same records waits in the queue only once.
    """
    once = f"{task.name} {sorted(numbers.items())}"
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task.configure(queueing_lock=once).defer(**numbers)


def work(*, until_empty: bool = False) -> None:
    """Do what is in the queue, in the foreground: until a signal stops us, or until nothing is left.

    A signal lets the job in hand finish. Whoever wanted the queue empty and is stopped before gets a SystemExit.
    """
    with app.replace_connector(app.connector.get_worker_connector()), _own_signals():  # type: ignore[attr-defined] # ours is Django's
        try:
            asyncio.run(_work(until_empty=until_empty))
        except asyncio.CancelledError:
            if until_empty:
                raise SystemExit(128 + signal.SIGTERM) from None


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """The event loop answers signals inside this block; whoever answered them before does so again after it."""
    before = {number: signal.getsignal(number) for number in ASKED_TO_END}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _work(*, until_empty: bool) -> None:
    # From the first step on a signal cancels this task, and everything ends in order. A handler that raises, as the
    # door's does, would break into whichever task runs, and the loop may then wait for ever for the others.
    ourselves = asyncio.current_task()
    for number in ASKED_TO_END:
        asyncio.get_running_loop().add_signal_handler(number, ourselves.cancel)  # type: ignore[union-attr] # we are one
    # Whoever only empties the queue begins nothing that the clock asks for.
    app.periodic_defaults["max_delay"] = -1 if until_empty else LATE
    async with app.open_async():
        await _give_back()
        giving_back = asyncio.create_task(_give_back_for_ever())
        try:
            await app.run_worker_async(
                wait=not until_empty,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
                task_middleware=[_with_its_own_connection],
                install_signal_handlers=False,
            )
        finally:
            giving_back.cancel()


async def _give_back_for_ever() -> None:
    while True:
        await asyncio.sleep(SILENCE)
        with contextlib.suppress(ConnectorException):  # the database is away for a moment: the next round does it
            await _give_back()


async def _give_back() -> None:
    """Return to the queue what workers held that give no sign of life; leave alone what has killed too many."""
    for held in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        if held.attempts >= ATTEMPTS:
            await app.job_manager.finish_job(held, status=Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(held, retry_at=timezone.now() - timedelta(seconds=1))


def _with_its_own_connection(call_next: Callable[[], None], context: object, worker: object) -> None:
    """A job opens its own connection to the database and leaves none behind in the worker's thread."""
    try:
        call_next()
    finally:
        connections.close_all()
