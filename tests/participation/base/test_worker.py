import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db.models import DBTaskResult

from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.base.worker import heartbeats, schedule
from participation.base.worker.backends import ImmediateReraise
from participation.base.worker.heartbeats import MAX_DEATHS, take_back
from participation.base.worker.loops import Loop
from participation.base.worker.models import Heartbeat, ScheduleEntry
from participation.base.worker.runner import PortalWorker
from tests.factories.base import HeartbeatFactory, OutboxMessageFactory
from tests.participation.base.worker_tasks import add, fail, return_a_set, tell_id


@pytest.fixture
def kept_tasks(settings):
    """Tasks are kept in the database, as outside the tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def row_of(result):
    return DBTaskResult.objects.get(pk=result.id)


class TestImmediateBackend:
    """What the rest of the suite runs its tasks with."""

    def test_it_is_the_backend_of_the_suite(self):
        assert isinstance(task_backends["default"], ImmediateReraise)

    def test_a_task_runs_where_it_is_enqueued(self):
        result = add.enqueue(1, b=2)
        assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 3)

    def test_an_exception_comes_out(self):
        with pytest.raises(RuntimeError, match="on purpose"):
            fail.enqueue()

    def test_a_task_may_ask_for_its_context(self):
        result = tell_id.enqueue()
        assert result.return_value == result.id

    def test_what_the_database_could_not_hold_is_refused(self):
        with pytest.raises(TypeError):
            add.enqueue(1, object())
        with pytest.raises(TypeError):
            return_a_set.enqueue()

    def test_a_task_for_later_is_recorded_and_not_run(self):
        backend = task_backends["default"]
        backend.deferred.clear()
        later = fail.using(run_after=timezone.now() + timedelta(hours=1)).enqueue()
        assert backend.deferred == [later]
        assert later.status == TaskResultStatus.READY
        backend.deferred.clear()

    def test_an_hour_that_has_passed_is_now(self):
        assert add.using(run_after=timezone.now() - timedelta(hours=1)).enqueue(1, 1).return_value == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("kept_tasks")
class TestTakingBack:
    @pytest.fixture
    def running(self):
        """`running(worker_id)`: a task that this worker began ten minutes ago."""

        def running(*worker_ids, since=timedelta(minutes=10)):
            row = row_of(add.enqueue(1, 2))
            row.status = TaskResultStatus.RUNNING
            row.started_at = timezone.now() - since
            row.worker_ids = list(worker_ids)
            row.save()
            return row

        return running

    def silent(self, **since):
        return HeartbeatFactory(beat_at=timezone.now() - timedelta(**since)).worker_id

    def test_a_task_of_a_silent_worker_is_ready_again(self, running, settings):
        settings.WORKER_STALE_SECONDS = 120
        task = running(self.silent(seconds=121))
        assert take_back() == 1
        task.refresh_from_db()
        assert (task.status, task.started_at) == (TaskResultStatus.READY, None)
        assert list(DBTaskResult.objects.ready()) == [task]

    def test_a_task_of_a_worker_nobody_knows_is_ready_again(self, running):
        running("cleaned-up-long-ago")
        assert take_back() == 1

    def test_a_long_task_of_a_living_worker_is_left_alone(self, running, settings):
        settings.WORKER_STALE_SECONDS = 120
        task = running("dead-before", self.silent(seconds=110))
        assert take_back() == 0
        task.refresh_from_db()
        assert task.status == TaskResultStatus.RUNNING

    def test_a_task_begun_just_now_is_left_alone(self, running):
        running("not-yet-known", since=timedelta(seconds=1))
        assert take_back() == 0

    def test_a_task_that_kills_every_worker_is_given_up(self, running, caplog):
        task = running(*["dead"] * MAX_DEATHS)
        assert take_back() == 0
        task.refresh_from_db()
        assert task.status == TaskResultStatus.FAILED
        assert task.exception_class_path.endswith("heartbeats.WorkerDied")
        assert row_of(task).task_result.errors[0].exception_class is heartbeats.WorkerDied
        assert "given up" in caplog.text

    def test_two_workers_take_a_task_back_once(self, running):
        task = running("dead")
        stale = DBTaskResult.objects.get(pk=task.pk)
        assert heartbeats._release(stale, timezone.now())
        assert not heartbeats._release(stale, timezone.now())

    def test_signs_of_life_of_yesterday_are_forgotten(self, running):
        self.silent(days=2)
        kept = self.silent(hours=2)
        take_back()
        assert list(Heartbeat.objects.values_list("worker_id", flat=True)) == [kept]


@pytest.mark.django_db
class TestHeartbeat:
    def test_one_row_a_worker(self):
        heartbeats.beat("a")
        first = heartbeats.last_beat()
        heartbeats.beat("a")
        assert Heartbeat.objects.count() == 1
        assert heartbeats.last_beat() >= first
        heartbeats.end("a")
        assert heartbeats.last_beat() is None

    @pytest.mark.parametrize(("stale", "seconds"), [(120, 10), (40, 10), (20, 5), (2, 0.5)])
    def test_there_are_several_signs_before_a_worker_counts_as_dead(self, settings, stale, seconds):
        settings.WORKER_STALE_SECONDS = stale
        assert heartbeats.beat_seconds() == seconds


@pytest.mark.django_db
@pytest.mark.usefixtures("kept_tasks")
class TestRunning:
    """One round of everything that is due."""

    @pytest.fixture(autouse=True)
    def _no_schedules(self, monkeypatch):
        monkeypatch.setattr(schedule, "_schedules", {})

    def run(self, *queues):
        PortalWorker(worker_id="a", queue_names=queues or ("*",)).run_everything()

    def test_tasks_run_and_mails_leave(self, mailoutbox):
        done, broken = row_of(add.enqueue(1, 2)), row_of(fail.enqueue())
        mail = OutboxMessageFactory()
        self.run()
        done.refresh_from_db()
        broken.refresh_from_db()
        mail.refresh_from_db()
        assert (done.status, done.return_value) == (TaskResultStatus.SUCCESSFUL, 3)
        assert broken.status == TaskResultStatus.FAILED
        assert "broken on purpose" in broken.traceback
        assert mail.status == MailStatus.SENT
        assert len(mailoutbox) == 1

    def test_a_task_for_later_waits(self):
        later = row_of(add.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(1, 2))
        self.run()
        later.refresh_from_db()
        assert later.status == TaskResultStatus.READY

    def test_queues_can_be_chosen(self):
        task = row_of(add.using(queue_name="slow").enqueue(1, 2))
        self.run("default", "fast")
        task.refresh_from_db()
        assert task.status == TaskResultStatus.READY
        self.run("default", "slow")
        task.refresh_from_db()
        assert task.status == TaskResultStatus.SUCCESSFUL

    def test_an_idle_look_at_the_queue_takes_no_lock(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert PortalWorker(worker_id="a").step() is False


@pytest.mark.django_db(transaction=True)
def test_what_the_frame_does_by_the_clock(settings, kept_tasks):
    """The jobs are registered by the worker's import of each app's `jobs.py`, and each of them runs."""
    OutboxMessageFactory(sent=True, sent_at=timezone.now() - timedelta(days=settings.MAIL_KEEP_DAYS + 1))
    call_command("worker", "--once")
    names = {entry.name for entry in schedule.registered()}
    assert names >= {
        "publish-scheduled-pages",
        "purge-sent-mail",
        "purge-rate-counters",
        "forget-finished-tasks",
    }
    ScheduleEntry.objects.update(next_run_at=timezone.now() - timedelta(minutes=1))
    call_command("worker", "--once")
    assert list(ScheduleEntry.objects.exclude(last_error="").values_list("name", "last_error")) == []
    assert ScheduleEntry.objects.filter(last_run_at__isnull=False).count() == len(names)
    assert OutboxMessage.objects.get().purged_at is not None
    assert not Heartbeat.objects.exists()


def test_without_tasks_in_the_database_there_is_nothing_to_run():
    with pytest.raises(CommandError, match="TASKS"):
        call_command("worker", "--once")


@pytest.mark.usefixtures("kept_tasks")
@pytest.mark.parametrize("interval", ["0", "-1", "100000"])
def test_an_interval_that_would_never_look_is_refused(interval):
    with pytest.raises(CommandError, match="--interval"):
        call_command("worker", "--once", "--interval", interval)


@pytest.mark.django_db  # each turn closes old connections
class TestLoop:
    def test_an_error_is_logged_and_the_loop_goes_on(self, caplog):
        done = threading.Event()
        calls = []

        def work():
            calls.append(None)
            if len(calls) == 3:
                done.set()
            if len(calls) == 1:
                raise RuntimeError("no mail server")

        Loop("mail", work, seconds=0, done=done, pause_after_error=0).run()
        assert len(calls) == 3
        assert "no mail server" in caplog.text

    def test_after_an_error_it_waits_longer(self):
        waits = []

        class Done(threading.Event):
            def wait(self, timeout=None):
                waits.append(timeout)
                if len(waits) == 2:
                    self.set()

        answers = iter([RuntimeError("down"), None])

        def work():
            answer = next(answers)
            if answer:
                raise answer

        Loop("mail", work, seconds=1, done=Done(), pause_after_error=30).run()
        assert waits == [30, 1]


@pytest.mark.django_db
def test_a_database_that_restarts_does_not_end_the_worker(monkeypatch, caplog):
    worker = PortalWorker(worker_id="a")
    monkeypatch.setattr("participation.base.worker.runner.PAUSE_AFTER_ERROR", 0)

    def gone():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(worker, "step", gone)
    assert worker._step_safely() is False
    assert "server closed the connection" in caplog.text
