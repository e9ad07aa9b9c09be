"""The editors' side in a real browser: its policy is wide enough for all of its work, and it asks nobody else."""

import re

import pytest
from django.urls import reverse

from cms.models import Milestone, NewsIndexPage, PortalImage, Theme
from participation.accounts.models import User
from participation.territory.models import Quartier
from tests.harness.browser import assert_fits, violations
from tests.participation.base.pictures import SECRET, exif, picture, saved

# Wagtail's own furniture is excepted as delivered: side bar, header, listing of the filters.
FURNITURE = ("#wagtail-sidebar", "header", "[data-slim-header]", ".w-dropdown__content", "footer")
OURS = {
    "redaction@demo.example": [
        ("wagtailadmin_home", None),
        ("propositions:index", None),
        ("faits_milestone:index", None),
        ("faits_milestone:add", None),
        ("faits_theme:history", Theme),
        ("faits_journal:index", None),
    ],
    "coordination@demo.example": [
        ("wagtailadmin_home", None),
        ("faits_milestone:edit", Milestone),
        ("quartiers:index", None),
        ("quartiers:address", Quartier),
    ],
    "admin@demo.example": [
        ("wagtailusers_users:index", None),
        ("wagtailusers_users:add", None),
        ("wagtailusers_users:edit", User),
        ("imports:index", None),
    ],
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("user", OURS)
def test_our_pages_fit_and_are_accessible(open_page, user, width):
    page = open_page(width=width, user=user)
    for name, model in OURS[user]:
        page.goto(reverse(name, args=[model.objects.order_by("pk").first().pk] if model else []))
        page.wait_for_load_state("networkidle")
        assert_fits(page)
        assert violations(page, exclude=FURNITURE) == [], page.url


def test_writing_with_a_picture_and_a_preview(open_page, tmp_path):
    photo = tmp_path / "IMG_2041.jpg"
    photo.write_bytes(saved(picture((320, 240)), "JPEG", exif=exif()))
    page = open_page(user="redaction@demo.example")
    page.goto(reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk]))
    page.locator("#id_title").fill("La place a ses bancs")

    page.locator("[data-contentpath=picture]").get_by_role("button", name="Choisir une image").click()
    page.get_by_role("tab", name="Transférer").click()
    page.locator("#id_image-chooser-upload-file").set_input_files(photo)
    page.locator("#id_image-chooser-upload-title").fill("Les bancs")
    page.locator(".modal-body").get_by_role("button", name="Transférer").click()
    page.locator(".modal-body .error-message").first.wait_for()
    assert not PortalImage.objects.filter(title="Les bancs").exists(), "a picture is described before it is taken"

    page.locator("#id_image-chooser-upload-alt_text").fill("Deux bancs neufs sous un platane")
    page.locator("#id_image-chooser-upload-credit").fill("Service Espaces verts")
    page.locator("#id_image-chooser-upload-file").set_input_files(photo)
    page.locator(".modal-body").get_by_role("button", name="Transférer").click()
    page.locator("[data-contentpath=picture] [data-chooser-title]").filter(has_text="Les bancs").wait_for()
    image = PortalImage.objects.get(title="Les bancs")
    with image.file.open("rb") as file:
        assert SECRET.encode() not in file.read()

    page.get_by_role("button", name=re.compile("révisualis")).first.click()
    preview = page.frame_locator("#w-preview-iframe")
    preview.get_by_role("heading", level=1, name="La place a ses bancs").wait_for()
    assert preview.locator("main img").first.get_attribute("alt") == "Deux bancs neufs sous un platane"


def test_several_pictures_at_once_are_described_too(open_page, tmp_path):
    photo = tmp_path / "IMG_2042.jpg"
    photo.write_bytes(saved(picture((320, 240)), "JPEG"))
    page = open_page(user="redaction@demo.example")
    page.goto(reverse("wagtailimages:add_multiple"))
    page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_label("Texte de remplacement").fill("Un platane")
    page.get_by_label("Crédit").fill("Ville")
    page.get_by_role("button", name=re.compile("Mettre à jour|Enregistrer")).click()
    page.get_by_text(re.compile("mise à jour|enregistrée|ajoutée")).first.wait_for()
    assert PortalImage.objects.filter(alt_text="Un platane", credit="Ville").exists()
