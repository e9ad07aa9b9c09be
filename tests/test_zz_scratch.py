import gzip, re
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.db import connection
from django.core.cache import cache
from django.urls import get_resolver
from wagtail.models import Page

def test_x(demo_db, capsys):
    with capsys.disabled():
        for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
            cache.clear()
            from django.contrib.contenttypes.models import ContentType
            with CaptureQueriesContext(connection, ) as q:
                try:
                    r = Client().get(page.get_url())
                    s = r.status_code
                except Exception as e:
                    s = repr(e)[:300]
            print(type(page).__name__, page.get_url(), s, len(q), len(r.content))
            if len(q) > 14: print("\n".join("   "+x["sql"][:150] for x in q))
        for u in ["/mentions-legales/","/accessibilite/","/confidentialite/","/sitemap.xml","/robots.txt","/comptes/connexion/","/comptes/inscription/", "/comptes/mot-de-passe/oublie/","/theme.css","/demo/composants/","/demo/courrier/", "/sante/", "/confidentialite/registre.csv", "/nope/", "/quartiers/nope/"]:
            cache.clear()
            with CaptureQueriesContext(connection, ) as q:
                try:
                    r = Client().get(u)
                    s = r.status_code
                except Exception as e:
                    s = repr(e)[:300]
            print(u, s, len(q), len(r.content))
