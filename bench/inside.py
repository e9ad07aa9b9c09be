"""Runs inside Django: names one page of each public kind and counts the queries of a cold anonymous request."""

import json
import logging
import sys

import django
from django.conf import settings

FIXED = {
    "mentions légales": "/mentions-legales/",
    "accessibilité": "/accessibilite/",
    "confidentialité": "/confidentialite/",
    "connexion": "/comptes/connexion/",
    "inscription": "/comptes/inscription/",
    "signalements": "/signalements/",
    "signalements d’un quartier": "/signalements/?quartier=canto-perdrix",
    "signaler": "/signalements/nouveau/",
    "conseils": "/conseils/",
    "agenda": "/agenda/",
    "enquêtes": "/enquetes/",
    "participer": "/participer/",
    "recherche": "/recherche/?q=lampes",
    "plan du site": "/sitemap.xml",
    "page absente": "/rien-ici/",
}


def pages():
    """Label and path: the longest page of each type, then the addresses that are no pages of Wagtail."""
    from wagtail.models import Page

    from cms.models import BasePage

    fullest = {}
    for page in Page.objects.live().filter(depth__gt=1).specific():
        if isinstance(page, BasePage):
            name, path = str(page._meta.verbose_name), page.get_url()
            fullest[name] = max(fullest.get(name, (0, "")), (len(get(path).content), path))
    return {name: path for name, (_size, path) in sorted(fullest.items())} | dict(_of_people()) | FIXED


def _of_people():
    """The newest public page of each kind that people fill."""
    from participation.councils.models import Council, Meeting
    from participation.reports.models import Report
    from participation.surveys.models import Survey

    newest = {
        "un signalement": Report.objects.public().newest_first(),
        "un conseil": Council.objects.open().order_by("pk"),
        "une réunion": Meeting.objects.planned().order_by("-starts_at"),
        "une enquête": Survey.objects.public().order_by("-closes_on"),
    }
    for label, rows in newest.items():
        found = rows.first()
        if found:
            yield label, found.get_absolute_url()


def get(path):
    from django.test import Client

    return Client().get(path, HTTP_HOST=settings.ALLOWED_HOSTS[0])


def queries(paths):
    """The second request of each: what a process does once, it has done."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for path in paths:
        for _turn in range(2):
            with CaptureQueriesContext(connection) as captured:
                get(path)
        counts[path] = len(captured)
    return counts


if __name__ == "__main__":
    django.setup()
    logging.disable(logging.ERROR)
    named = pages()
    counted = queries(named.values())
    rows = [{"label": label, "path": path, "queries": counted[path]} for label, path in named.items()]
    json.dump(rows, sys.stdout)
