"""Background work: enqueued with the verb's transaction, done once in effect, given back when a worker dies."""

import asyncio
import os
import signal
import sys
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer

from kheo.insights.models import Outdated
from kheo.kernel import clock, jobs
from kheo.kernel.models import Entry, IdempotencyKey
from kheo.kernel.tidying import KEYS_KEPT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue(transactional_db):
    """Before too: the tables of the queue are not Django's, and tests that commit leave their jobs there."""
    _empty()
    yield
    _empty()


def _empty():
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_periodic_defers; DELETE FROM procrastinate_jobs;"
            " DELETE FROM procrastinate_workers"
        )


@pytest.fixture
def note():
    """A job that leaves a line in the journal; gone from the list of jobs afterwards."""

    def note(number: int) -> None:
        if number < 0:
            raise ValueError("no such record")
        Entry.objects.get_or_create(
            verb="job.done", subject_kind="test", subject_id=number, defaults={"at": clock.now()}
        )

    task = jobs.job(note)
    yield task
    app.tasks.pop(task.name)


def done():
    return list(Entry.objects.filter(verb="job.done").values_list("subject_id", flat=True))


def waiting():
    return list(ProcrastinateJob.objects.order_by("pk").values_list("status", flat=True))


def test_a_job_is_done_by_a_worker(note):
    jobs.enqueue(note, number=746)
    assert waiting() == ["todo"]
    jobs.work(until_empty=True)
    assert (done(), waiting()) == ([746], [])


def test_a_job_goes_with_the_transaction_of_its_verb(note):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(note, number=1)
        1 / 0  # noqa: B018 - the verb fails
    assert waiting() == []


def test_the_same_job_waits_only_once_and_leaves_the_transaction_whole(note):
    with transaction.atomic():
        jobs.enqueue(note, number=155)
        jobs.enqueue(note, number=155)
        jobs.enqueue(note, number=39)
    assert waiting() == ["todo", "todo"]
    jobs.work(until_empty=True)
    assert sorted(done()) == [39, 155]


def test_a_job_that_fails_is_tried_again_later(note):
    jobs.enqueue(note, number=-1)
    jobs.work(until_empty=True)
    held = ProcrastinateJob.objects.get()
    assert (held.status, held.attempts, held.scheduled_at is not None) == ("todo", 1, True)


def taken_by_a_worker_that_died(attempts=0):
    """As a killed worker leaves it: the job in its hands, no sign of life for a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers(last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s", [worker, attempts]
        )


def test_what_a_dead_worker_held_is_given_back_and_done(note):
    jobs.enqueue(note, number=22)
    taken_by_a_worker_that_died()
    jobs.work(until_empty=True)
    assert (done(), waiting()) == ([22], [])


def test_what_a_dead_worker_held_is_given_back_even_when_the_worker_was_already_forgotten(note):
    jobs.enqueue(note, number=22)
    taken_by_a_worker_that_died()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    jobs.work(until_empty=True)
    assert done() == [22]


def test_a_job_that_took_five_workers_with_it_is_left_alone(note):
    jobs.enqueue(note, number=22)
    taken_by_a_worker_that_died(attempts=jobs.ATTEMPTS)
    jobs.work(until_empty=True)
    assert (done(), waiting()) == ([], ["failed"])


class TestToldToEnd:
    """A worker that is told to end does so from whatever step it is at; what it had begun is finished or given back."""

    @pytest.fixture(autouse=True)
    def as_behind_the_door(self):
        """The door answers a signal with SystemExit, which would break into the loop."""
        before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        yield
        signal.signal(signal.SIGTERM, before)

    @pytest.fixture(autouse=True)
    def no_hour_strikes(self, monkeypatch):
        """A worker that begins within ten minutes of the hour's job would put it in the queue beside ours."""
        monkeypatch.setattr(jobs, "LATE", -1)

    @pytest.fixture
    def told_at(self, monkeypatch):
        """The signal comes in the middle of a step of the worker's."""

        def tell(step):
            take = getattr(app.job_manager, step)

            async def told(*args, **kwargs):
                os.kill(os.getpid(), signal.SIGTERM)
                return await take(*args, **kwargs)

            monkeypatch.setattr(app.job_manager, step, told)

        return tell

    STEPS = ["get_stalled_jobs", "prune_stalled_workers", "register_worker", "fetch_job"]

    @pytest.mark.timeout(60)
    @pytest.mark.parametrize("step", STEPS)
    def test_at_every_step_of_its_start(self, told_at, step):
        told_at(step)
        jobs.work()
        with connection.cursor() as cursor:  # whatever it had begun, it has signed off
            cursor.execute("SELECT count(*) FROM procrastinate_workers")
            assert cursor.fetchone() == (0,)

    def test_who_wanted_the_queue_empty_hears_that_it_is_not(self, told_at, note):
        jobs.enqueue(note, number=39)
        told_at("get_stalled_jobs")
        with pytest.raises(SystemExit) as ended:
            jobs.work(until_empty=True)
        assert (ended.value.code, waiting()) == (128 + signal.SIGTERM, ["todo"])

    @pytest.fixture
    def telling(self):
        """A job in the middle of which the worker is told."""

        def tell(number: int) -> None:
            os.kill(os.getpid(), signal.SIGTERM)
            Entry.objects.create(verb="job.done", subject_kind="test", subject_id=number, at=clock.now())

        task = jobs.job(tell)
        yield task
        app.tasks.pop(task.name)

    def test_in_the_middle_of_a_job_the_job_is_finished_and_the_next_one_stays(self, telling, note):
        jobs.enqueue(telling, number=22)
        jobs.enqueue(note, number=39)
        jobs.work()
        assert (done(), waiting()) == ([22], ["todo"])

    def test_afterwards_signals_are_answered_as_before(self, told_at):
        told_at("register_worker")
        jobs.work()
        with pytest.raises(SystemExit):
            os.kill(os.getpid(), signal.SIGTERM)


class TestByTheClock:
    """What the clock asks for: `kheo.jobs.tidy` every hour, `kheo.jobs.recount` every minute."""

    async def ask(self, at):
        """The worker's own look at the clock, at a moment."""
        deferrer = PeriodicDeferrer(app.periodic_registry, max_delay=jobs.LATE)
        await deferrer.defer_jobs(deferrer.get_previous_tasks(at=at.timestamp()))

    def look_at_the_clock(self, *moments):
        async def ask_each():
            with app.replace_connector(app.connector.get_worker_connector()):
                async with app.open_async():
                    for at in moments:
                        await self.ask(at)

        asyncio.run(ask_each())

    def test_tidying_is_asked_for_once_whoever_looks_at_the_clock(self):
        self.look_at_the_clock(datetime(2024, 11, 20, 9, 17, 5), datetime(2024, 11, 20, 9, 19))
        assert self.asked_for("kernel.tidy") == 1

    def test_an_hour_without_a_worker_is_left_out(self):
        self.look_at_the_clock(datetime(2024, 11, 20, 10, 16))
        assert self.asked_for("kernel.tidy") == 0

    def test_minutes_do_not_queue_up(self):
        self.look_at_the_clock(datetime(2024, 11, 20, 9, 31, 5), datetime(2024, 11, 20, 9, 32, 5))
        assert self.asked_for("insights.recount") == 1

    def test_a_worker_recounts(self):
        Outdated.objects.create(round_id=1, unit_id=1)
        self.look_at_the_clock(datetime(2024, 11, 20, 9, 33, 5))
        jobs.work(until_empty=True)
        assert Outdated.objects.count() == 0

    def asked_for(self, task):
        return ProcrastinateJob.objects.filter(task_name=task).count()

    def test_a_worker_tidies(self):
        old = IdempotencyKey.objects.create(person_id=1, key=uuid.uuid4(), path="/", status=302)
        IdempotencyKey.objects.filter(pk=old.pk).update(at=timezone.now() - KEYS_KEPT - timedelta(days=1))
        self.look_at_the_clock(datetime(2024, 11, 20, 11, 17, 5))
        jobs.work(until_empty=True)
        assert (IdempotencyKey.objects.count(), waiting()) == (0, [])

    def test_who_only_empties_the_queue_begins_nothing(self, monkeypatch):
        monkeypatch.setattr("procrastinate.periodic.time.time", datetime(2024, 11, 20, 12, 17, 5).timestamp)
        jobs.work(until_empty=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers")
            assert cursor.fetchone() == (0,)
