import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.media import serve

pytestmark = pytest.mark.django_db
PIXEL = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def picture():
    return default_storage.save("images/place.png", ContentFile(PIXEL))


def body(response):
    return b"".join(response.streaming_content)


def test_a_public_picture_is_kept_a_year_by_browsers(client, picture):
    response = client.get(f"/media/{picture}")
    assert response.status_code == 200
    assert body(response) == PIXEL
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_page_in_the_media_folder_is_downloaded_not_run(client):
    name = default_storage.save("images/piege.html", ContentFile(b"<script>1</script>"))
    response = client.get(f"/media/{name}")
    assert response.headers["Content-Disposition"].startswith("attachment")
    response.close()


@pytest.mark.parametrize("name", ["original_images/photo.jpg", "documents/convention.pdf", "images/.cache/secret.png"])
def test_originals_documents_and_hidden_files_are_not_served_here(client, name):
    default_storage.save(name, ContentFile(PIXEL))
    assert client.get(f"/media/{name}").status_code == 404


def test_private_files_are_out_of_reach(client, settings):
    storages["private"].save("piece.png", ContentFile(PIXEL))
    inside = settings.PRIVATE_ROOT.relative_to(settings.VAR_DIR)
    for path in ("piece.png", f"../{inside}/piece.png", f"..%2f{inside}%2fpiece.png"):
        assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "images/../../db.sqlite3", "images/", "rien.png", "a%00b.png", "..\\x"]
)
def test_what_is_no_public_file_is_not_found(client, picture, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_files_are_read_and_never_written(client, picture):
    assert client.post(f"/media/{picture}").status_code == 405


@given(st.text(max_size=80))
def test_no_name_leaves_the_folder(name):
    with pytest.raises(Http404):
        serve(RequestFactory().get("/"), f"../{name}")
