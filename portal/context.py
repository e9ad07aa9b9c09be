"""What stands around every page: names, navigation, publisher, and nothing personal for who is not signed in."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from participation.base.calendar import today
from participation.base.site.selectors import portal_settings
from participation.notifications.selectors import unread_count
from portal import navigation
from portal.navigation import NavColumn, NavLink
from portal.theme import stylesheet_url

_logos = {}


@dataclass(frozen=True)
class Logo:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    name: str
    place: str
    path: str
    canonical: str
    nav: tuple[NavLink, ...]
    report: NavLink | None
    search: NavLink
    account: NavLink
    footer: tuple[NavColumn, ...]
    published_by: str
    publisher: str
    phone: str
    hours: str
    email: str
    brand_colour: str
    theme_url: str
    logo: Logo | None
    source_url: str
    demo: bool
    signed_in: bool
    has_messages: bool
    unread: int = 0  # news of whoever is signed in

    @property
    def is_home(self) -> bool:
        return self.path == "/"

    def without_address(self) -> "Frame":
        """The same for every page that shows the same frame; of the address only « is this the front page ? » stays."""
        return replace(self, path="/" if self.is_home else "", canonical="", has_messages=False)

    @property
    def full_name(self) -> str:
        """« Quartiers ouverts, Martigues »"""
        return f"{self.name}, {self.place}" if self.place else self.name


def frame(request):
    """Context processor. Lazy, because the Wagtail admin renders hundreds of templates that have another frame."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request) -> Frame:
    if not hasattr(request, "portal_frame"):
        request.portal_frame = _build(request)
    return request.portal_frame


def _build(request):
    site = portal_settings()
    closed = site.disabled_modules
    # Without a session cookie nobody is signed in: not asking keeps the page the same for all, and cacheable.
    user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user") else None
    signed_in = bool(user and user.is_authenticated)
    return Frame(
        name=site.portal_name,
        place=site.place_line,
        path=request.path,
        canonical=f"{settings.BASE_URL}{request.path}",
        nav=navigation.sections(request.path, closed),
        report=navigation.report(request.path, closed),
        search=navigation.search(request.path),
        account=_account(user if signed_in else None, request.path),
        footer=navigation.footer(closed, site.accessibility_statement(today()).sentence),
        published_by=site.published_by,
        publisher=site.publisher_name,
        phone=site.publisher_phone,
        hours=site.publisher_hours,
        email=site.contact_email,
        brand_colour=site.brand_colour,
        theme_url=stylesheet_url(site),
        logo=_logo(site.logo) if site.logo_id else None,
        source_url=settings.SOURCE_URL,
        demo=settings.DEMO,
        signed_in=signed_in,
        has_messages=_has_messages(request),
        unread=unread_count(user) if signed_in else 0,
    )


def _account(user, path):
    url = settings.LOGIN_REDIRECT_URL if user else reverse(settings.LOGIN_URL)
    label = user.get_short_name() if user else _("Se connecter")
    return NavLink(url, label, "moi", navigation.current(url, path))


def _has_messages(request):
    """Whether reading the messages can find any: reading them opens the session, and an anonymous page has none."""
    carried = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return bool(carried or getattr(getattr(request, "_messages", None), "added_new", False))


def _logo(image) -> Logo:
    """Kept per file: a picture costs one query a page otherwise, for something that changes once in years."""
    key = (image.pk, image.file_hash)
    if key not in _logos:
        _logos.clear()
        rendition = image.get_rendition("max-320x96|format-webp")
        _logos[key] = Logo(rendition.url, rendition.width, rendition.height)
    return _logos[key]
