"""Pictures and documents that editors upload: described, credited, of a kind we serve, without what they give away."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from cms.models import PortalDocument, PortalImage
from tests.participation.base.pictures import SECRET, exif, picture, saved

pytestmark = pytest.mark.django_db

DESCRIBED = {"title": "La place", "alt_text": "Une place vide", "credit": "Ville", "licence": "cc0-1.0", "tags": ""}


def photo(name="IMG_Dupont_4e.jpg", **options):
    return SimpleUploadedFile(name, saved(picture(), "JPEG", exif=exif(**options)), "image/jpeg")


def stored(image):
    with image.file.open("rb") as file:
        return file.read()


@pytest.fixture
def root_collection():
    return Collection.get_first_root_node().pk


class TestPicture:
    def upload(self, editor, file, **values):
        return editor.post(reverse("wagtailimages:add"), {**DESCRIBED, "file": file, **values})

    def test_loses_its_metadata_and_its_name(self, editor, root_collection):
        self.upload(editor, photo(orientation=6), collection=root_collection)
        image = PortalImage.objects.get()
        data = stored(image)
        assert SECRET.encode() not in data
        assert not Image.open(io.BytesIO(data)).getexif()
        assert "Dupont" not in image.file.name
        assert (image.width, image.height) == (48, 64)  # upright
        assert image.file_size == len(data)
        assert image.alt_text == "Une place vide"

    @pytest.mark.parametrize("missing", ["alt_text", "credit"])
    def test_needs_a_description_and_a_credit(self, editor, root_collection, missing):
        response = self.upload(editor, photo(), collection=root_collection, **{missing: ""})
        assert missing in response.context["form"].errors
        assert not PortalImage.objects.exists()

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            ("a.jpg", b"<html><script>alert(1)</script></html>"),
            ("a.jpg", b"\xff\xd8\xff" + b"x" * 64),
            ("a.gif", saved(picture(), "GIF")),
            ("a.png", saved(picture(), "PNG")[:60]),
        ],
    )
    def test_of_another_kind_is_refused(self, editor, root_collection, name, data):
        response = self.upload(editor, SimpleUploadedFile(name, data), collection=root_collection)
        assert "file" in response.context["form"].errors
        assert not PortalImage.objects.exists()

    def test_replaced_by_another_is_cleaned_too(self, editor, coordination, root_collection):
        self.upload(editor, photo(), collection=root_collection)
        image = PortalImage.objects.get()
        before = image.file.name
        url = reverse("wagtailimages:edit", args=[image.pk])
        editor.post(url, {**DESCRIBED, "file": photo(orientation=3), "collection": root_collection})
        image = PortalImage.objects.get()
        assert image.file.name != before
        assert SECRET.encode() not in stored(image)

    def test_edited_without_a_new_file_keeps_its_own(self, editor, root_collection):
        self.upload(editor, photo(), collection=root_collection)
        image = PortalImage.objects.get()
        before = stored(image)
        data = {**DESCRIBED, "credit": "Autre", "collection": root_collection}
        editor.post(reverse("wagtailimages:edit", args=[image.pk]), data)
        image = PortalImage.objects.get()
        assert (image.credit, stored(image)) == ("Autre", before)

    def test_a_large_one_comes_through_a_temporary_file(self, editor, root_collection, settings):
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
        self.upload(editor, photo(), collection=root_collection)
        assert SECRET.encode() not in stored(PortalImage.objects.get())


class TestSeveralAtOnce:
    def send(self, editor, file):
        data = {"title": "x", "collection": Collection.get_first_root_node().pk, "files[]": file}
        return json.loads(editor.post(reverse("wagtailimages:add_multiple"), data).content)

    def test_what_waits_for_its_description_is_clean_already(self, editor):
        answer = self.send(editor, photo())
        assert answer["success"]
        for name in ("alt_text", "credit", "licence"):
            assert f'name="uploaded-image-{answer["uploaded_file_id"]}-{name}"' in answer["form"]
        waiting = UploadedFile.objects.get()
        with waiting.file.open("rb") as file:
            assert SECRET.encode() not in file.read()

    def test_it_becomes_a_picture_once_described(self, editor, root_collection):
        pk = self.send(editor, photo())["uploaded_file_id"]
        prefix = f"uploaded-image-{pk}"
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[pk])
        undescribed = {**DESCRIBED, "alt_text": "", "collection": root_collection}
        answer = editor.post(url, {f"{prefix}-{name}": value for name, value in undescribed.items()})
        assert json.loads(answer.content)["success"] is False
        described = {**DESCRIBED, "collection": root_collection}
        editor.post(url, {f"{prefix}-{name}": value for name, value in described.items()})
        image = PortalImage.objects.get()
        assert SECRET.encode() not in stored(image)
        assert "Dupont" not in image.file.name
        assert not UploadedFile.objects.exists()

    def test_a_bad_file_is_refused_in_words(self, editor):
        answer = self.send(editor, SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"x" * 64))
        assert answer["success"] is False
        assert answer["error_message"]


class TestChooser:
    def test_uploading_while_writing_asks_the_same(self, editor, root_collection):
        url = reverse("wagtailimages_chooser:create")
        prefix = "image-chooser-upload"
        data = {f"{prefix}-{name}": value for name, value in {**DESCRIBED, "collection": root_collection}.items()}
        editor.post(url, {**data, f"{prefix}-file": photo(), f"{prefix}-alt_text": ""})
        assert not PortalImage.objects.exists()
        editor.post(url, {**data, f"{prefix}-file": photo()})
        assert SECRET.encode() not in stored(PortalImage.objects.get())


class TestDocument:
    def upload(self, editor, name, data):
        values = {"title": "Pièce", "credit": "", "licence": "lo-2.0", "tags": ""}
        values["collection"] = Collection.get_first_root_node().pk
        return editor.post(reverse("wagtaildocs:add"), {**values, "file": SimpleUploadedFile(name, data)})

    @pytest.mark.parametrize(
        ("name", "data"),
        [("a.pdf", b"%PDF-1.7 ..."), ("a.csv", "nom;prix\né;1".encode()), ("a.odt", b"PK\x03\x04rest")],
    )
    def test_of_a_useful_kind_is_taken(self, editor, name, data):
        self.upload(editor, name, data)
        assert PortalDocument.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.svg", b"<svg/>"),
            ("a.html", b"<script>alert(1)</script>"),
            ("a.exe", b"MZ"),
            ("a.pdf", b"<script>alert(1)</script>"),
            ("a.docx", b"%PDF-1.7"),
            ("a.txt", b"\x00\x01binary"),
        ],
    )
    def test_of_another_kind_is_refused(self, editor, name, data):
        response = self.upload(editor, name, data)
        assert "file" in response.context["form"].errors
        assert not PortalDocument.objects.exists()
