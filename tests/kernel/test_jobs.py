"""Background work: enqueued with the verb's transaction, done once in effect, given back when a worker dies."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kheo.kernel import clock, jobs
from kheo.kernel.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue():
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


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
