from tests.harness.browser import assert_accessible, assert_fits
import pytest

@pytest.mark.parametrize("path", ["/", "/quartiers/", "/comptes/inscription/", "/confidentialite/"])
def test_home(any_page, guard, path):
    r = any_page.goto(path)
    assert r.status == 200
    assert_fits(any_page)
    assert_accessible(any_page)

def test_login(open_page):
    page = open_page(user="redaction@demo.example")
    r = page.goto("/admin/")
    assert r.status == 200, page.content()[:500]
    print(page.title())

def test_demo(demo_db, django_assert_num_queries):
    from wagtail.models import Page
    with django_assert_num_queries(1):
        assert Page.objects.count() > 40
@pytest.mark.django_db
def test_demo2(demo_db):
    from wagtail.models import Page
    Page.objects.filter(depth__gt=3).delete()
def test_demo3(demo_db):
    from wagtail.models import Page
    assert Page.objects.count() > 40
@pytest.mark.django_db
def test_plain():
    from wagtail.models import Page
    assert Page.objects.count() < 4
