import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connections
from django.utils import timezone
from django_tasks import task

from participation.base.worker import schedule
from participation.base.worker.models import ScheduleEntry

NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
runs = []


@task()
def long_job():
    runs.append("task")


@pytest.fixture(autouse=True)
def _empty(monkeypatch):
    monkeypatch.setattr(schedule, "_schedules", {})
    runs.clear()


def every_minute(name="tick", task=lambda: runs.append("tick")):
    schedule.register(name, every=timedelta(minutes=1), task=task)


@pytest.mark.django_db
class TestRuns:
    def test_a_new_schedule_runs_at_once_then_at_its_pace(self):
        every_minute()
        seconds = [0, 30, 59, 60, 90, 121]
        assert [schedule.run_due(NOW + timedelta(seconds=at)) for at in seconds] == [
            ["tick"],
            [],
            [],
            ["tick"],
            [],
            ["tick"],
        ]
        assert len(runs) == 3

    def test_a_daily_one_waits_for_its_hour_in_paris(self):
        schedule.register("night", daily_at=time(3, 10), task=lambda: runs.append("night"))
        assert schedule.run_due(NOW) == []
        assert ScheduleEntry.objects.get().next_run_at == datetime(2026, 3, 25, 2, 10, tzinfo=UTC)
        assert schedule.run_due(datetime(2026, 3, 25, 2, 9, tzinfo=UTC)) == []
        assert schedule.run_due(datetime(2026, 3, 25, 2, 10, tzinfo=UTC)) == ["night"]

    def test_a_missed_run_is_made_up_for_once(self):
        every_minute()
        schedule.run_due(NOW)
        assert schedule.run_due(NOW + timedelta(hours=5)) == ["tick"]
        assert schedule.run_due(NOW + timedelta(hours=5)) == []

    def test_a_task_is_enqueued(self):
        schedule.register("long", every=timedelta(hours=1), task=long_job)
        assert schedule.run_due(NOW) == ["long"]
        assert runs == ["task"]
        assert schedule.run_due(NOW) == []

    def test_what_it_did_is_noted(self):
        every_minute()
        schedule.run_due(NOW)
        entry = ScheduleEntry.objects.get()
        assert (entry.name, entry.last_run_at, entry.last_error) == ("tick", NOW, "")

    def test_a_failure_is_noted_and_does_not_stop_the_others(self, caplog):
        def fail():
            raise RuntimeError("disk full")

        schedule.register("bad", daily_at=time(12), task=fail)
        every_minute("good")
        schedule.run_due(NOW - timedelta(days=1))
        assert sorted(schedule.run_due(NOW)) == ["bad", "good"]
        entry = ScheduleEntry.objects.get(name="bad")
        assert entry.last_error == "RuntimeError: disk full"
        assert entry.last_run_at is None
        assert entry.next_run_at - timezone.now() <= schedule.RETRY
        assert "schedule bad failed" in caplog.text

    def test_a_run_whose_worker_died_is_run_again_after_its_lease(self):
        def die():
            raise SystemExit

        every_minute(task=die)
        with pytest.raises(SystemExit):
            schedule.run_due(NOW)
        schedule._schedules.clear()
        every_minute()
        assert schedule.run_due(NOW + schedule.LEASE - timedelta(seconds=1)) == []
        assert schedule.run_due(NOW + schedule.LEASE) == ["tick"]

    def test_a_stop_is_heard_between_two(self):
        every_minute("a")
        every_minute("b")
        assert schedule.run_due(NOW, stop=lambda: bool(runs)) == ["a"]

    def test_a_schedule_of_another_version_is_left_alone(self):
        ScheduleEntry.objects.create(name="gone", next_run_at=NOW)
        every_minute()
        assert schedule.run_due(NOW) == ["tick"]
        assert ScheduleEntry.objects.get(name="gone").next_run_at == NOW

    def test_an_idle_look_at_the_clock_costs_two_queries(self, django_assert_num_queries):
        every_minute()
        schedule.run_due(NOW)
        with django_assert_num_queries(2):
            schedule.run_due(NOW)


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_runs_it():
    every_minute("a", lambda: runs.append("a"))
    every_minute("b", lambda: runs.append("b"))
    barrier = threading.Barrier(4)
    errors = []

    def work():
        barrier.wait()
        try:
            schedule.run_due(NOW)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert sorted(runs) == ["a", "b"]


@pytest.mark.parametrize(
    ("after", "run"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 30, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_half_past_two_when_the_clock_changes(after, run):
    """On 29 March 2:30 does not exist; on 25 October it comes twice and counts once."""
    assert schedule.Schedule("night", None, daily_at=time(2, 30)).next_after(after) == run


@pytest.mark.parametrize("wrong", [{}, {"every": timedelta(minutes=1), "daily_at": time(3)}])
def test_a_schedule_has_one_rhythm(wrong):
    with pytest.raises(ValueError, match="either"):
        schedule.register("x", task=long_job, **wrong)


def test_a_name_is_taken_once():
    schedule.register("x", task=long_job, every=timedelta(minutes=1))
    schedule.register("x", task=long_job, every=timedelta(minutes=1))
    with pytest.raises(ValueError, match="twice"):
        schedule.register("x", task=long_job, every=timedelta(minutes=2))
