"""Stamps: what is done once is not done again, what changed is."""

import pytest

from deploy.launch.preparation import Preparation
from deploy.launch.refusals import Refusal
from deploy.launch.stamps import Stamps, digest


@pytest.fixture
def prepare(place):
    (place.var / "log").mkdir(parents=True)

    def made(**values):
        lock = place.root / "requirements" / "run.lock"
        return Preparation(place.root, place.var, values, "portal.settings.demo", lock)

    return made


def run(preparation, place):
    preparation.run(place.root / ".venv" / "bin" / "python", lambda line: None)


def test_a_first_start_fills_the_database_under_another_name(prepare, place):
    assert prepare().steps() == ["database", "static"]

    run(prepare(), place)

    assert [path.name for path in place.var.glob("*.sqlite3*")] == ["db.sqlite3"]
    assert prepare().steps() == []


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ("cms/migrations/0002_more.py", ["database"]),
        ("cms/migrations/0001_initial.py", ["database"]),
        ("static/a.css", ["static"]),
        ("static/b.css", ["static"]),
        ("requirements/run.lock", ["database", "static"]),
    ],
)
def test_what_changed_is_done_again(prepare, place, changed, steps):
    run(prepare(), place)

    (place.root / changed).write_text("changed")

    assert prepare().steps() == steps


def test_another_database_is_migrated_whatever_was_done(prepare, place):
    run(prepare(), place)
    (place.var / "db.sqlite3").unlink()

    assert prepare().steps() == ["database"]


def test_removed_static_files_are_collected_again(prepare, place):
    run(prepare(), place)
    (place.var / "static").rmdir()

    assert prepare().steps() == ["static"]


def test_a_database_server_is_asked_at_every_start(prepare, place):
    server = prepare(DATABASE_URL="postgres://u@h/n")
    run(server, place)

    assert server.database_file is None
    assert server.steps() == ["database"]


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:////tmp/a%20b.sqlite3", "/tmp/a b.sqlite3"), ("sqlite:///var/x.sqlite3", "var/x.sqlite3")],
)
def test_the_file_of_a_database_url(prepare, place, url, path):
    assert prepare(DATABASE_URL=url).database_file == place.root / path


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("sqlite3.OperationalError: database or disk is full", "Le disque est plein"),
        ("OSError: [Errno 28] No space left on device", "Le disque est plein"),
        ('connection to server at "h", port 5432 failed: Connection refused', "DATABASE_URL ne répond pas"),
        ("KeyError: 'x'", "prepare.log"),
    ],
)
def test_why_a_preparation_failed(prepare, log, sentence):
    preparation = prepare()
    preparation.log.write_text(log)

    assert sentence in preparation._why()
    assert "\n" not in preparation._why()


def test_a_failed_step_is_not_stamped(prepare, place):
    run(prepare(), place)
    (place.root / "static" / "a.css").write_text("changed")
    (place.root / "broken").touch()

    with pytest.raises(Refusal):
        run(prepare(), place)

    assert prepare().steps() == ["static"]


def test_the_secret_key_is_drawn_once(prepare, place):
    prepare().secret_key()
    first = (place.var / "secret.key").read_text()
    prepare().secret_key()

    assert (place.var / "secret.key").read_text() == first


def test_a_digest_depends_on_names_contents_and_words(tmp_path):
    one, two = tmp_path / "1", tmp_path / "2"
    one.write_text("a")
    two.write_text("a")

    assert len({digest([one]), digest([two]), digest([one, two]), digest([one], "w"), digest([])}) == 5
    assert digest([one, two]) == digest([two, one])


def test_a_stamp_file_that_is_no_json_counts_for_nothing(tmp_path):
    (tmp_path / "stamps.json").write_text("{")

    stamps = Stamps(tmp_path / "stamps.json")
    stamps.write(a="1")

    assert stamps.read() == {"a": "1"}
