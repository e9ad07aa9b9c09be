import io
import re
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db.models import FileField
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from participation.base.media.images import BadImage
from participation.base.media.services import publish_copy, unpublish
from participation.base.media.storages import private_storage, public_storage, random_name
from participation.base.media.views import serve_private


def photo(comment=b""):
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, "JPEG", comment=comment)
    return out.getvalue()


def kept(content, name="photo.jpg"):
    return private_storage().save(random_name(None, name), ContentFile(content))


class TestNames:
    @given(st.text())
    def test_a_name_tells_nothing_of_the_one_it_came_with(self, filename):
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{36}(\.[a-z]{3,4})?", random_name(None, filename))

    @pytest.mark.parametrize(
        ("filename", "extension"),
        [("Madame Dupont.JPG", ".jpg"), ("a.tar.pdf", ".pdf"), ("a.php", ""), ("a.html", ""), ("jpg", ""), ("a.", "")],
    )
    def test_only_extensions_we_know_stay(self, filename, extension):
        name = random_name(None, filename)
        assert name[42:] == extension

    def test_the_storage_accepts_it_as_it_is(self):
        name = random_name(None, "a.jpg")
        assert private_storage().save(name, ContentFile(b"x")) == name


def test_the_two_storages_are_two_places(settings):
    name = kept(photo())
    assert private_storage().exists(name)
    assert not public_storage().exists(name)
    with pytest.raises(ValueError, match="no address"):
        private_storage().url(name)


def test_only_our_own_account_reads_private_files():
    path = Path(private_storage().path(kept(photo())))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_migration_names_the_function_and_not_the_folder():
    _name, _path, _args, kwargs = FileField(storage=private_storage).deconstruct()
    assert kwargs["storage"] is private_storage


class TestPublishing:
    def test_a_published_copy_is_written_anew(self):
        name = publish_copy(kept(photo(comment=b"secret")))
        with public_storage().open(name) as file:
            data = file.read()
        assert b"secret" not in data
        assert Image.open(io.BytesIO(data)).size == (20, 10)

    def test_an_address_never_comes_back(self):
        original = kept(photo())
        first = publish_copy(original)
        unpublish(first)
        assert not public_storage().exists(first)
        assert publish_copy(original) != first
        assert private_storage().exists(original)

    def test_unpublishing_twice_or_nothing_does_no_harm(self):
        name = publish_copy(kept(photo()))
        unpublish(name)
        unpublish(name)
        unpublish("")

    def test_a_paper_is_not_published_as_a_picture(self):
        with pytest.raises(BadImage):
            publish_copy(kept(b"%PDF-1.7", "a.pdf"))

    def test_a_missing_original_is_an_error(self):
        with pytest.raises(FileNotFoundError):
            publish_copy("aa/bb/missing.jpg")


@pytest.mark.django_db  # closing a response closes connections
class TestServing:
    def body(self, response):
        content = b"".join(response.streaming_content)
        response.close()
        return content

    def test_a_photo_is_shown_to_who_may_see_it(self, rf):
        response = serve_private(rf.get("/"), kept(photo()), True, download_name="photo.jpg")
        assert self.body(response) == photo()
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, max-age=60"
        assert response["Content-Disposition"] == 'inline; filename="photo.jpg"'
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_a_paper_is_shown_without_a_sandbox_that_would_break_the_reader(self, rf):
        response = serve_private(rf.get("/"), kept(b"%PDF-1.7", "a.pdf"), True)
        self.body(response)
        assert response["Content-Type"] == "application/pdf"
        assert not response.has_header("Content-Security-Policy")

    @pytest.mark.parametrize("name", ["a.svg", "a.csv", "a.html", "a"])
    def test_everything_else_is_a_download(self, rf, name):
        response = serve_private(rf.get("/"), kept(b"<script>alert(1)</script>", name), True)
        self.body(response)
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")

    def test_what_one_may_not_see_does_not_exist(self, rf):
        with pytest.raises(Http404):
            serve_private(rf.get("/"), kept(photo()), False)

    @pytest.mark.parametrize("name", ["", "missing.jpg", "../db.sqlite3", "/etc/passwd", "aa", "a\x00b", ".."])
    def test_a_name_that_leads_nowhere_or_out_is_not_found(self, rf, name):
        private_storage().save("aa/bb.jpg", ContentFile(photo()))
        with pytest.raises(Http404):
            serve_private(rf.get("/"), name, True)
