"""The front page becomes the root of the one site, in place of Wagtail's English welcome page."""

from django.conf import settings
from django.db import migrations


def plant_home_page(apps, schema_editor):
    content_type = apps.get_model("contenttypes", "ContentType")
    page = apps.get_model("wagtailcore", "Page")
    home_page = apps.get_model("home", "HomePage")
    site = apps.get_model("wagtailcore", "Site")
    locale = apps.get_model("wagtailcore", "Locale")

    french, _created = locale.objects.get_or_create(language_code="fr")
    page.objects.update(locale=french)
    locale.objects.exclude(pk=french.pk).delete()

    root = page.objects.get(depth=1)
    site.objects.update(root_page_id=root.pk)
    page.objects.filter(depth=2).delete()
    home_type, _created = content_type.objects.get_or_create(app_label="home", model="homepage")
    home = home_page.objects.create(
        title="Accueil",
        draft_title="Accueil",
        slug="accueil",
        url_path="/accueil/",
        path="00010001",
        depth=2,
        numchild=0,
        live=True,
        content_type=home_type,
        locale=french,
    )
    page.objects.filter(pk=root.pk).update(numchild=1, title="Portail", draft_title="Portail")
    site.objects.update(site_name=settings.SITE_TITLE, root_page_id=home.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(plant_home_page, migrations.RunPython.noop)]
