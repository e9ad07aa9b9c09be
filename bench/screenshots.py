"""`make screenshots`: the pictures of the README, at 1280 and 360 pixels, of the demonstration as `make run` shows it.

Tiles are a plain stand-in: a picture must not depend on another server, nor show what is not ours.
"""

import io
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from bench.site import ROOT, Site
from tests.harness.browser import FLAGS, REMEDY, executable

FOLDER = ROOT / "docs" / "img"
SIZES = {1280: 1160, 360: 740}
COLOURS = 192
PHONE, DESK = 360, 1280
PAGES = {
    "accueil": ("/", (DESK, PHONE)),
    "signalements": ("/signalements/?quartier=canto-perdrix", (DESK, PHONE)),
    "signaler": ("/signalements/nouveau/", (PHONE,)),
    "conseil": ("/conseils/conseil-citoyen-de-canto-perdrix/", (PHONE,)),
    "quartier": ("/quartiers/canto-perdrix/", (DESK, PHONE)),
    "convention": ("/conventions/cinq-quartiers-de-martigues/", (DESK,)),
    "fiche": ("/conventions/cinq-quartiers-de-martigues/12-eclairer-les-passages/", (PHONE,)),
}
STAFF_PAGES = {"redaction": "/admin/"}
STAFF = "redaction@demo.example"


def main():
    path = executable()
    if path is None:
        sys.exit(REMEDY)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Site() as site, site.serving(cached=True, worker=True, settings="demo"), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for width, height in SIZES.items():
            page = visitor(browser, site, width, height)
            for name, (address, widths) in PAGES.items():
                if width in widths:
                    take(page, address, FOLDER / f"{name}-{width}.png")
        page = visitor(browser, site, 1280, SIZES[1280])
        log_in(page)
        for name, address in STAFF_PAGES.items():
            take(page, address, FOLDER / f"{name}-1280.png")
        browser.close()


def visitor(browser, site, width, height):
    address = f"http://127.0.0.1:{site.port}"
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    tile = io.BytesIO()
    Image.new("RGB", (8, 8), "#ece8e0").save(tile, "PNG")
    elsewhere = re.compile(rf"^(?!{re.escape(address)}/)")
    context.route(elsewhere, lambda route: route.fulfill(body=tile.getvalue(), content_type="image/png"))
    return context.new_page()


def log_in(page):
    page.goto("/comptes/connexion/")
    page.locator("input[type=email]").fill(STAFF)
    page.locator("input[type=password]").fill("demo-quartiers")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()


def take(page, address, file: Path):
    answer = page.goto(address)
    if answer.status != 200:
        sys.exit(f"{address} answers {answer.status}")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    # A palette is plenty for flat colours, and a third of the size.
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
