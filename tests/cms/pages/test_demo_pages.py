import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def test_every_page_of_the_demonstration_opens(demo_db, client, settings):
    for page in Page.objects.filter(depth__gt=1).specific():
        try:
            with CaptureQueriesContext(connection, ) as found:
                response = client.get(page.get_url())
        except Exception as error:
            print("!!", page.get_url(), type(error), error)
            continue
        print(response.status_code, len(found), page.get_url())
