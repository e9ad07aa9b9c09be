from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import NewsIndexPage, NewsPage
from cms.pages.frame import breadcrumb, number, quartier_links
from cms.pages.threads import thread_of
from cms.selectors.news import latest_news, news_page
from participation.base.calendar import today
from participation.base.text import numbers

OTHERS = 3


def index(page: NewsIndexPage, request) -> dict:
    found = news_page(number(request, "avant"))
    if found is None:
        raise Http404(_("Cette page n’existe pas."))
    url = page.get_absolute_url()
    return {
        "breadcrumb": breadcrumb(page),
        "items": [news_line(one) for one in found.items],
        "count": _count(found),
        "older": f"{url}?avant={found.older}" if found.older else "",
        "newer": "" if found.newer is None else f"{url}?avant={found.newer}" if found.newer else url,
    }


def article(page: NewsPage, request) -> dict:
    return {
        "breadcrumb": breadcrumb(page),
        "quartiers": quartier_links(page),
        "thread": thread_of(page, "actualite", request, today()) if page.pk else None,
        "others": [news_line(one) for one in latest_news(OTHERS, besides=page.pk)],
    }


def news_line(page: NewsPage) -> dict:
    return {"title": page.title, "url": page.get_absolute_url(), "text": page.intro, "date": page.published_on}


def _count(found):
    if found.more_than:
        return _("Plus de %(count)s actualités") % {"count": numbers.grouped(found.count)}
    return ngettext("%(count)s actualité", "%(count)s actualités", found.count) % {"count": found.count}
