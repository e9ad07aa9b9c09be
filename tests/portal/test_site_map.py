from participation.base.site.models import PortalSettings
from tests.factories.cms import ConventionPageFactory, NewsPageFactory, ProjectPageFactory, StandardPageFactory


def test_the_plan_lists_every_page_under_its_section(client, db):
    fiche = ProjectPageFactory(title="Éclairer les passages", parent=ConventionPageFactory(title="Cinq quartiers"))
    NewsPageFactory(title="Une nouvelle parmi mille")
    StandardPageFactory(title="Brouillon", live=False)
    page = client.get("/plan-du-site/").content.decode()
    assert f'href="{fiche.get_url()}"' in page
    assert 'href="/actualites/"' in page
    assert "Une nouvelle parmi mille" not in page
    assert "Brouillon" not in page
    assert page.index("Cinq quartiers") < page.index("Éclairer les passages")


def test_a_closed_module_is_on_no_map(client, db):
    fiche = ProjectPageFactory()
    PortalSettings(disabled_modules=["conventions"]).save()
    assert fiche.get_url() not in client.get("/plan-du-site/").content.decode()
    assert fiche.get_url() not in client.get("/sitemap.xml").content.decode()


def test_the_plan_costs_the_same_with_more_pages(client, db, django_assert_num_queries):
    PortalSettings().save()
    convention = ConventionPageFactory()
    for number in (1, 29):
        ProjectPageFactory.create_batch(number, parent=convention)
        client.get("/plan-du-site/")
        with django_assert_num_queries(1):
            client.get("/plan-du-site/")
