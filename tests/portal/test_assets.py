import pytest

from portal.assets import HashedFiles


@pytest.fixture
def collected(tmp_path, settings):
    settings.DEBUG = False
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    storage.hashed_files = {"a.css": "a.1234.css"}
    return storage


def test_an_address_holds_the_hash_and_is_worked_out_once(collected):
    assert collected.url("a.css") == "/static/a.1234.css"

    collected.hashed_files.clear()

    assert collected.url("a.css") == "/static/a.1234.css"


def test_a_file_that_was_not_collected_is_still_an_error(collected):
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        collected.url("b.css")
