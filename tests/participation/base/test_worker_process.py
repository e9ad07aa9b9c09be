"""`manage.py worker` as a process of its own, on the test database."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from participation.base.mail.enums import MailStatus
from participation.base.worker.models import Heartbeat
from tests.factories.base import OutboxMessageFactory
from tests.participation.base.worker_tasks import pass_the_gate

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60
STALE_SECONDS = 2


@pytest.fixture
def start(settings):
    """`start()` starts a worker; whatever still runs at the end is killed."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    started = []

    def start():
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.participation.base.worker_settings",
            "WORKER_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "WORKER_STALE_SECONDS": str(STALE_SECONDS),
            "VAR_DIR": str(django_settings.VAR_DIR),
        }
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--interval", "0.1"],
            cwd=django_settings.BASE_DIR,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.kill()
        worker.communicate()


def wait_for(condition, worker):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert worker.poll() is None, worker.communicate()[1].decode()
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def signal_until_it_leaves(worker):
    """Once is not enough while the gate is shut; two signals too close together may arrive as one."""
    deadline = time.monotonic() + PATIENCE
    while worker.poll() is None and time.monotonic() < deadline:
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.05)


def enqueue(folder):
    assert isinstance(pass_the_gate.get_backend(), DatabaseBackend)
    return DBTaskResult.objects.get(pk=pass_the_gate.enqueue(str(folder)).id)


def log(folder):
    path = folder / "log"
    return path.read_text().split() if path.exists() else []


def status(task):
    task.refresh_from_db()
    return task.status


def test_a_task_whose_worker_is_killed_is_finished_by_another(start, tmp_path):
    task = enqueue(tmp_path)
    first = start()
    wait_for(lambda: log(tmp_path) == ["began"], first)
    first.kill()
    first.wait()
    assert status(task) == "RUNNING"
    assert Heartbeat.objects.count() == 1
    (tmp_path / "gate").touch()

    second = start()
    wait_for(lambda: status(task) == "SUCCESSFUL", second)
    assert log(tmp_path) == ["began", "began", "ended"]
    assert len(set(task.worker_ids)) == 2


def test_a_polite_end_waits_for_the_task_and_a_long_task_holds_no_mail_back(start, tmp_path):
    task = enqueue(tmp_path)
    mail = OutboxMessageFactory()
    worker = start()
    wait_for(lambda: log(tmp_path) == ["began"], worker)
    wait_for(lambda: status(mail) == MailStatus.SENT, worker)
    assert status(task) == "RUNNING"

    worker.send_signal(signal.SIGTERM)
    beat = Heartbeat.objects.get().beat_at
    wait_for(lambda: Heartbeat.objects.get().beat_at > beat, worker)
    (tmp_path / "gate").touch()
    assert worker.wait(PATIENCE) == 0
    assert status(task) == "SUCCESSFUL"
    assert not Heartbeat.objects.exists()


def test_an_idle_worker_leaves_at_once_and_a_second_signal_does_not_wait(start, tmp_path):
    idle = start()
    wait_for(Heartbeat.objects.exists, idle)
    idle.send_signal(signal.SIGINT)
    assert idle.wait(PATIENCE) == 0

    task = enqueue(tmp_path)
    busy = start()
    wait_for(lambda: log(tmp_path) == ["began"], busy)
    signal_until_it_leaves(busy)
    assert busy.wait(PATIENCE) == 1
    assert status(task) == "RUNNING"
