"""`make run` from start to stop, with actors instead of gunicorn, worker and Django."""

import os
import signal
import socket
import stat
import time
import urllib.request

import pytest

from deploy.launch.banner import ACCOUNTS, TRY
from tests.ops.conftest import is_alive


def gone(*pids):
    """Wait for the end of processes that are not ours to wait for."""
    for _attempt in range(200):
        if not any(is_alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_says_where_it_answers_who_may_enter_and_what_to_try(place):
    said = place.start().said

    assert f"http://localhost:{place.port}/" in said
    assert all(mail in said for mail, _who in ACCOUNTS)
    assert "demo-quartiers" in said
    assert len(TRY) == 6
    assert all(f"http://localhost:{place.port}{path}" in said for path, _what in TRY)
    with urllib.request.urlopen(f"http://127.0.0.1:{place.port}/sante/") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_both_and_is_no_failure(place, how):
    process = place.start()
    web, worker = place.pid("web"), place.pid("worker")

    process.send_signal(how)
    output, errors = process.communicate(timeout=30)

    assert process.returncode == 0
    assert "Arrêté." in output
    assert errors == ""
    assert not is_alive(web)
    assert not is_alive(worker)


@pytest.mark.parametrize(
    ("victim", "survivor", "name"), [("web", "worker", "serveur web"), ("worker", "web", "worker")]
)
def test_when_one_dies_the_other_is_stopped_and_it_is_said(place, victim, survivor, name):
    process = place.start()
    other = place.pid(survivor)

    os.kill(place.pid(victim), signal.SIGKILL)
    _output, errors = process.communicate(timeout=30)

    assert process.returncode == 1
    assert f"Le {name} s’est arrêté (code -9)" in errors
    assert not is_alive(other)


def test_nothing_outlives_a_launcher_that_was_killed(place):
    process = place.start()
    pids = place.pid("web"), place.pid("worker")

    process.kill()
    process.wait()

    assert gone(*pids)


def test_a_second_start_in_the_same_folder_says_so(place):
    place.start()

    second = place.run("run", PORT="1")

    assert second.returncode == 1
    assert second.stderr == f"Le portail tourne déjà depuis ce dossier : http://localhost:{place.port}.\n"


def test_a_second_start_prepares_nothing_again(place):
    for _turn in range(2):
        place.start()
        place.end()
        place.started.clear()

    assert place.count("web") == 2
    assert place.count("prepared") == 1


def test_a_server_that_cannot_start_shows_its_last_words(place):
    place.start()
    place.end()
    place.started.clear()
    (place.root / "broken").touch()

    refused = place.run("run")

    assert refused.returncode == 1
    assert "Le serveur web s’est arrêté (code 1)" in refused.stderr
    assert "the application could not be loaded" in refused.stderr


def test_a_port_in_use_is_told_before_any_work(bare):
    with socket.socket() as other:
        other.bind(("127.0.0.1", bare.port))
        other.listen()
        refused = bare.run("run")

    assert refused.returncode == 1
    assert refused.stderr == f"Le port {bare.port} est déjà pris : « make run PORT={bare.port + 1} ».\n"
    assert not (bare.root / ".venv").exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none(bare, port):
    refused = bare.run("run", PORT=port)

    assert refused.returncode == 1
    assert refused.stderr == f"PORT={port} : un port est un nombre entre 1 et 65535.\n"


def test_a_failed_preparation_leaves_no_database(place):
    (place.root / "broken").touch()

    refused = place.run("run")

    assert refused.returncode == 1
    assert refused.stderr == "Le disque est plein : libérez de la place, puis relancez la commande.\n"
    assert not list(place.var.glob("*.sqlite3*"))
    assert place.count("web") == 0


def test_dotenv_is_respected_and_the_environment_wins(place):
    (place.root / ".env").write_text('VAR_DIR="var"\nexport PORT=1\nBASE_URL=https://portail.example # a note\n')

    assert f"http://localhost:{place.port}/" in place.start().said


def test_the_secret_key_is_for_its_owner_alone(place):
    place.start()

    key = place.var / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text().strip()) > 50


def test_a_terminal_without_accents_is_no_obstacle(place):
    process = place.start(LC_ALL="C", PYTHONIOENCODING="ascii:strict")

    assert f"http://localhost:{place.port}/" in process.said
