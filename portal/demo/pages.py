"""The front page, the lists, news, quartier pages and simple pages: each published, with its revision."""

import json

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.models import Page

from cms.models import (
    ConventionIndexPage,
    NewsIndexPage,
    NewsPage,
    QuartierIndexPage,
    QuartierPage,
    StandardPage,
)
from home.models import HomePage
from portal.demo.errors import DataError
from portal.demo.marks import overwrite
from portal.demo.richtext import body, rich

INDEXES = {"quartiers": QuartierIndexPage, "conventions": ConventionIndexPage, "news": NewsIndexPage}
SIGNED_BY = "la Ville (démonstration)"


def write_page(load, key: str, model, parent, fields: dict, *, many: dict | None = None, age: int = 0):
    """Create or overwrite one page and publish it. A slug that somebody else took under `parent` gets an ending.

    `many`: lists of rows for the page's many-to-many fields. `age`: the day it was last written, as an offset.
    Raises DataError, with the key, for a text too long.
    """
    page = load.marks.find(key, model)
    new = page is None
    page = page or model()
    overwrite(page, {**fields, **(many or {})})
    page.slug = _free_slug(page, parent)
    page.live, page.expired, page.has_unpublished_changes = True, False, False
    page.go_live_at = page.expire_at = None
    page.first_published_at = page.last_published_at = load.clock.instant(age)
    try:
        if new:
            parent.add_child(instance=page)
        else:
            page.save()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise DataError(f"{key}.{name}", " ".join(messages)) from error
    # What `revision.publish()` leaves behind, without saving the page twice more; the caches are told at the end.
    page.live_revision = page.save_revision(changed=False, clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
    load.marks.mark(key, page)
    load.indexed.append(page)
    return page


def article(load, blocks, where: str) -> str:
    return json.dumps(body(blocks, where, clock=load.clock, pictures=load.pictures))


def load_frame(load) -> None:
    """The front page, planted by the migrations, and the lists under it."""
    load.home = load.marks.find("page:home", HomePage) or HomePage.objects.first()
    if load.home is None:
        raise DataError("pages.toml, home", "la base n’a pas de page d’accueil : lancez « manage.py migrate »")
    for name, model in INDEXES.items():
        key = f"page:{name}"
        there = load.marks.find(key, model) or model.objects.first()
        if there is not None and load.fresh:
            load.marks.mark(key, there)
        elif there is not None and key not in load.marks.rows:
            load.indexes[name] = there
            load.marks.left[model] += 1
            continue
        load.indexes[name] = write_page(load, key, model, load.home, load.files["pages.toml"]["index"][name])


def load_home(load) -> None:
    """After the convention it puts forward. A front page that somebody wrote stays as it is."""
    if "page:home" not in load.marks.rows and not load.fresh:
        load.marks.left[HomePage] += 1
        return
    load.marks.mark("page:home", load.home)
    row = load.files["pages.toml"]["home"]
    convention = load.pick("conventions", row["convention"], "pages.toml, home.convention")
    load.home.refresh_from_db()
    fields = {name: row[name] for name in ("title", "headline", "intro")}
    root = Page.get_first_root_node()
    write_page(load, "page:home", HomePage, root, {**fields, "slug": load.home.slug, "convention": convention})


def load_quartier_pages(load) -> None:
    for commune in load.files["communes.toml"]["commune"]:
        for row in commune.get("quartier", []):
            quartier, where = load.quartiers[row["slug"]], f"communes.toml, {row['slug']}"
            key = f"page:quartier/{row['slug']}"
            if key not in load.marks.rows and QuartierPage.objects.filter(quartier=quartier).exists():
                load.marks.left[QuartierPage] += 1
                continue
            fields = {
                "title": row["name"],
                "slug": row["slug"],
                "intro": row["intro"],
                "quartier": quartier,
                "picture": load.pick("pictures", row.get("picture"), f"{where}.picture"),
                "body": json.dumps([{"type": "text", "value": rich(row["text"])}] if "text" in row else []),
            }
            write_page(load, key, QuartierPage, load.indexes["quartiers"], fields)


def load_news(load) -> None:
    for row in load.files["news.toml"]["news"]:
        where = f"news.toml, {row['slug']}"
        texts = load.texts(row, where)
        fields = {
            **{name: texts[name] for name in ("title", "slug", "intro")},
            "published_on": load.clock.at(row["day"]),
            "signed_by": SIGNED_BY,
            "picture": load.pick("pictures", row.get("picture"), f"{where}.picture"),
            "body": article(load, row["body"], f"{where}.body"),
        }
        quartiers = load.pick_all("quartiers", row.get("quartiers", []), f"{where}.quartiers")
        many = {"quartiers": quartiers}
        write_page(load, f"page:news/{row['slug']}", NewsPage, load.indexes["news"], fields, many=many, age=row["day"])


def load_standard_pages(load) -> None:
    for row in load.files["pages.toml"]["page"]:
        where = f"pages.toml, {row['slug']}"
        texts = load.texts(row, where)
        fields = {name: texts[name] for name in ("title", "slug", "intro")}
        fields["body"] = article(load, row["body"], f"{where}.body")
        write_page(load, f"page:{row['slug']}", StandardPage, load.home, fields)


def _free_slug(page, parent):
    slug = slugify(page.slug)
    siblings = parent.get_children().exclude(pk=page.pk).filter(slug__startswith=slug)
    taken = set(siblings.values_list("slug", flat=True))
    return slug if slug not in taken else f"{slug}-demonstration"
