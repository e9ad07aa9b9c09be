from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import views as cms_views
from portal import desk, health, pages, participate, search, serve, theme

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler429 = "participation.accounts.views.entrance.too_many"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("sante/", health.health, name="health"),
    path("sante/vivant/", health.alive, name="alive"),
    path("theme.css", theme.stylesheet, name="theme"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("plan-du-site/", pages.site_map, name="site-map"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("confidentialite/", pages.privacy, name="privacy"),
    path("confidentialite/registre.csv", pages.privacy_register, name="privacy-register"),
    path("quartiers/<slug:slug>/", cms_views.quartier, name="quartier"),
    path("conventions/", include("cms.urls")),
    path("recherche/", search.search, name="search"),
    path("participer/", participate.participate, name="participate"),
    path("agents/", desk.desk, name="desk"),
    path("", include("participation.reports.urls")),
    path("", include("participation.councils.urls")),
    path("", include("participation.surveys.urls")),
    path("", include("participation.comments.urls")),
    path("", include("participation.moderation.urls")),
    path("", include("participation.notifications.urls")),
    path("", include("participation.accounts.urls")),
    path("admin/", include("cms.admin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    from portal import media

    urlpatterns.append(path("media/<path:name>", media.serve, name="media"))

if settings.DEMO:
    urlpatterns.append(path("demo/", include("portal.demo.urls")))

urlpatterns += [re_path(wagtail_urls.serve_pattern, serve.page, name="wagtail_serve"), path("", include(wagtail_urls))]
