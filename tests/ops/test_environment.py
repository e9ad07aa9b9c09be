import os
import sys
import venv

import pytest

from deploy.launch import checks
from deploy.launch.environment import Environment
from deploy.launch.refusals import Refusal


@pytest.fixture
def pip(monkeypatch):
    """A `venv` whose pip says what the test wants: `pip.says(text, code)`; `pip.calls` counts."""

    class Pip:
        calls, text, code = 0, "", 0

        def says(self, text, code=1):
            self.text, self.code = text, code

    pip = Pip()

    def create(folder, **options):
        pip.calls += 1
        (folder / "bin").mkdir()
        (folder / "said").write_text(pip.text)
        python = folder / "bin" / "python"
        python.write_text(f'#!/bin/sh\ncat "$(dirname "$0")/../said"; exit {pip.code}\n')
        python.chmod(0o755)
        version = ".".join(map(str, sys.version_info[:3]))
        (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")

    monkeypatch.setattr(venv, "create", create)
    return pip


@pytest.fixture
def environment(bare):
    (bare.root / "var").mkdir()
    return Environment(bare.root, "run")


def quiet(_line):
    pass


def test_made_once_and_ready_afterwards(environment, pip):
    assert not environment.is_ready()

    environment.make(quiet)

    assert environment.is_ready()
    assert not (environment.folder / ".unfinished").exists()


@pytest.mark.parametrize(
    ("pip_says", "sentence"),
    [
        ("NewConnectionError: Temporary failure in name resolution", "vérifiez le réseau"),
        ("ERROR: Could not find a version that satisfies x (from versions: none)", "vérifiez le réseau"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "Le disque est plein"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "empreinte"),
        ("something else", "install.log"),
    ],
)
def test_a_failed_installation_is_one_sentence_and_leaves_nothing(environment, pip, pip_says, sentence):
    pip.says(pip_says)

    with pytest.raises(Refusal, match=sentence) as refusal:
        environment.make(quiet)

    assert "\n" not in str(refusal.value)
    assert not environment.folder.exists()


def test_an_interrupted_installation_leaves_nothing(environment, pip, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("deploy.launch.environment.subprocess.run", interrupt)

    with pytest.raises(KeyboardInterrupt):
        environment.make(quiet)

    assert not environment.folder.exists()


def test_what_was_left_unfinished_by_a_power_cut_is_made_anew(environment, pip):
    environment.folder.mkdir()
    (environment.folder / ".unfinished").touch()
    (environment.folder / "half").touch()

    environment.make(quiet)

    assert environment.is_ready()
    assert not (environment.folder / "half").exists()


def test_an_environment_made_by_hand_is_filled_not_removed(environment, pip):
    environment.folder.mkdir()
    (environment.folder / "mine").touch()
    venv.create(environment.folder)

    environment.make(quiet)

    assert environment.is_ready()
    assert (environment.folder / "mine").exists()
    assert pip.calls == 1


def test_a_failed_update_keeps_the_environment_but_not_its_stamp(environment, pip):
    environment.make(quiet)
    environment.lock.write_text("# newer\n")
    python = environment.folder / "bin" / "python"
    python.write_text("#!/bin/sh\necho ReadTimeout; exit 1\n")

    with pytest.raises(Refusal, match="réseau"):
        environment.make(quiet)

    assert python.exists()
    assert not environment.is_ready()


def test_an_environment_of_another_python_is_made_anew(environment, pip):
    environment.make(quiet)
    (environment.folder / "pyvenv.cfg").write_text("version = 3.8.10\n")
    (environment.folder / ".installed").unlink()

    environment.make(quiet)

    assert pip.calls == 2


def test_developers_packages_are_added_to_what_runs(bare, environment, pip):
    environment.make(quiet)
    developer = Environment(bare.root, "dev")
    assert not developer.is_ready()

    developer.make(quiet)

    assert developer.is_ready()
    assert environment.is_ready()
    assert pip.calls == 1


def test_too_little_room_is_told_before_anything_is_made(environment, pip, monkeypatch):
    usage = type("Usage", (), {"free": checks.INSTALL_BYTES - 1})
    monkeypatch.setattr("deploy.launch.checks.shutil.disk_usage", lambda path: usage)

    with pytest.raises(Refusal, match="Le disque est presque plein : 999 Mo libres, il en faut 1000"):
        environment.make(quiet)

    assert pip.calls == 0
    assert not environment.folder.exists()


def test_a_python_without_its_venv_module(environment, pip, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(Refusal, match="apt install python3-venv"):
        environment.make(quiet)

    assert pip.calls == 0


def test_pip_ignores_a_persons_own_target_folders(monkeypatch):
    from deploy.launch.environment import _clean_environment

    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "kept")

    cleaned = _clean_environment()

    assert "PIP_USER" not in cleaned
    assert cleaned["PIP_INDEX_URL"] == "kept"
    assert os.environ["PIP_USER"] == "1"
