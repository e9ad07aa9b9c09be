import ast
import errno
import runpy
import sys
from pathlib import Path

import pytest

from deploy.launch import checks, commands, dotenv, supervisor
from deploy.launch.refusals import Refusal, from_os_error

MAIN = Path(commands.__file__).with_name("__main__.py")


@pytest.mark.parametrize("version", [(3, 4, 0), (3, 8, 19), (3, 10, 13)])
def test_an_old_python_is_told_in_one_sentence(monkeypatch, capfdbinary, version):
    monkeypatch.setattr(sys, "version_info", version)

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(MAIN), run_name="__main__")

    assert ended.value.code == 1
    told = capfdbinary.readouterr().err.decode()
    assert told.startswith(f"Il faut Python 3.11 ou plus récent ; celui-ci est {version[0]}.{version[1]}.")
    assert told.count("\n") == 1


def test_an_old_python_can_read_the_first_file():
    tree = ast.parse(MAIN.read_text(), feature_version=(3, 4))

    modern = (ast.JoinedStr, ast.NamedExpr, ast.Match, ast.AnnAssign, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_an_unwritable_folder(monkeypatch, tmp_path, number):
    def touch(self, *args, **kwargs):
        raise OSError(number, "no", str(self))

    monkeypatch.setattr(Path, "touch", touch)

    with pytest.raises(Refusal, match=r"Impossible d’écrire dans « .*var » : vérifiez les droits"):
        checks.writable(tmp_path / "var")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_meanwhile(number):
    assert str(from_os_error(OSError(number, "full"))).startswith("Le disque est plein")


def test_an_unexpected_error_of_the_system_is_still_one_sentence():
    assert str(from_os_error(OSError(errno.EMFILE, "Too many open files"))).count("\n") == 0


def test_room_is_measured_where_the_folder_will_be(tmp_path):
    checks.room(tmp_path / "not" / "yet" / "there", 1)


def test_a_port_that_needs_rights(monkeypatch):
    def bind(self, address):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("socket.socket.bind", bind)

    with pytest.raises(Refusal, match="Le port 80 demande des droits"):
        checks.reserve("127.0.0.1", 80)


def test_a_lock_is_free_again_after_the_block(tmp_path):
    for _turn in range(2):
        with (
            checks.only_one(tmp_path / "lock", "note", "{note}"),
            pytest.raises(Refusal, match="taken: note"),
            checks.only_one(tmp_path / "lock", "other", "taken: {note}"),
        ):
            pass


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        (" export A = b ", "b"),
        ('A="b c"', "b c"),
        ("A='b # c'", "b # c"),
        ("A=b # c", "b"),
        ("A=b#c", "b#c"),
        ("A=", ""),
        ("\ufeffA=b", "b"),
        ("A=postgres://u:p%23@h:5/n?x=1", "postgres://u:p%23@h:5/n?x=1"),
    ],
)
def test_lines_of_dotenv(tmp_path, monkeypatch, line, value):
    monkeypatch.delenv("A", raising=False)
    (tmp_path / ".env").write_text(f"# a comment\n{line}\nnonsense\n", encoding="utf-8")
    if line.startswith("\ufeff"):
        (tmp_path / ".env").write_text(line, encoding="utf-8")

    assert dotenv.settings_of(tmp_path)["A"] == value


def test_a_portal_that_is_not_well_says_why(monkeypatch):
    monkeypatch.setattr(supervisor, "READY_SECONDS", 0)

    with pytest.raises(Refusal, match="Aucun worker ne tourne"):
        supervisor.Supervisor().wait_until(lambda: "Aucun worker ne tourne.")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"checks": {"a": {"ok": false, "reason": "R."}, "b": {"ok": true}}}', "R."),
        (b'{"checks": {"a": {"ok": false}}}', "état 503"),
        (b'{"checks": []}', "/sante/ répond 503"),
        (b"<html>", "/sante/ répond 503"),
    ],
)
def test_reasons_of_the_health_page(body, reason):
    assert supervisor._reasons(503, body) == reason


@pytest.mark.parametrize("arguments", [[], ["walk"], ["env"], ["env", "prod"]])
def test_an_unknown_command_shows_the_usage(arguments, capsys, monkeypatch):
    monkeypatch.setattr(commands, "stop_on_signals", lambda: None)

    assert commands.main(arguments) == 2
    assert "usage" in capsys.readouterr().out
