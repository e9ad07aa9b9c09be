"""Whole pages for visitors without a session, from the shared cache.

Key: the address, whether gzip is accepted, and the version that every publication and every public write bumps
(`participation.base.cache`). What is stored is the complete answer, Content-Security-Policy included, so a hit runs
nothing further down; what lies above (security headers that depend on the connection, the maintenance page) still runs.
A response is kept only if it is the same for everyone: see `_may_keep`.
"""

import logging
import re
import time
from gzip import decompress
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import cc_delim_re, get_conditional_response, patch_cache_control
from django.utils.regex_helper import _lazy_re_compile

from participation.base.cache import version

logger = logging.getLogger(__name__)

SECONDS_MAX = 60
# Near its end one request renews an entry while the others still read it, so that a busy page is not built ten times.
RENEW_AFTER = 0.8
RENEWING_SECONDS = 10
BYTES_MAX = 1_000_000
PATH_MAX = 300
# Parameters that change what a page shows. Others, or values of another form, are answered and never stored: the number
# of stored pages stays in proportion to what exists, whatever an attacker asks for.
PARAMETERS = {
    "avant": re.compile(r"[1-9]\d{0,9}"),
    "apres": re.compile(r"[1-9]\d{0,9}"),
    "page": re.compile(r"[1-9]\d{0,2}"),
    "vue": re.compile(r"[a-z]{1,20}"),
    "quartier": re.compile(r"[a-z0-9-]{1,80}"),
    "etat": re.compile(r"[a-z-]{1,20}"),
    "categorie": re.compile(r"[a-z0-9-]{1,40}"),
    "tri": re.compile(r"[a-z]{1,20}"),
}
SAME_FOR_ALL = {"accept-encoding", "cookie", "hx-request"}
NOT_SHARED = {"no-store", "no-cache", "private"}
_GZIP = _lazy_re_compile(r"\bgzip\b")


class PageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        seconds = min(settings.PAGE_CACHE_SECONDS, SECONDS_MAX)
        if seconds <= 0 or not _may_read(request):
            return self.get_response(request)
        request.get_host()  # a host that is not ours is refused on a hit too
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept = _quietly(cache.get, key)
        if kept is not None and not _renew(request, key, kept, seconds):
            return _answer(request, _restored(kept), "hit")
        response = self.get_response(request)
        if request.method == "GET" and _may_keep(request, response):
            _sign(response)
            _quietly(cache.set, key, (time.time(), list(response.items()), response.content), seconds)
            return _answer(request, response, "miss")
        return response


def _may_read(request) -> bool:
    """Anonymous reading: no session, no message waiting, no credentials, no fragment asked for by htmx."""
    if request.method not in ("GET", "HEAD") or request.headers.keys() & {"Authorization", "Hx-Request"}:
        return False
    return not request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}


def _may_keep(request, response) -> bool:
    """A whole 200, the same for everyone: no cookie, no CSRF token, nothing the view declared to be its visitor's."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if "CSRF_COOKIE_NEEDS_UPDATE" in request.META or len(response.content) > BYTES_MAX:
        return False
    if _words(response, "Cache-Control") & NOT_SHARED or _words(response, "Vary") - SAME_FOR_ALL:
        return False
    session = getattr(request, "session", None)
    return session is None or not (session.modified or not session.is_empty())


def _words(response, header):
    return {word.partition("=")[0].lower() for word in cc_delim_re.split(response.get(header, "")) if word}


def _key(request) -> str | None:
    query = _known_query(request.META.get("QUERY_STRING", ""))
    current = _quietly(version)
    if query is None or current is None or len(request.path) > PATH_MAX:
        return None
    gzip = bool(_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    address = f"{request.path}?{query}".encode(errors="surrogateescape")
    return f"page:{current}:{int(gzip)}:{blake2b(address, digest_size=20).hexdigest()}"


def _known_query(raw: str) -> str | None:
    """The query in one order, or None when it holds anything this cache does not know."""
    if not raw:
        return ""
    if len(raw) > 100:
        return None
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, strict_parsing=True, max_num_fields=len(PARAMETERS))
    except ValueError:
        return None
    if len(dict(pairs)) < len(pairs):
        return None
    if not all(name in PARAMETERS and PARAMETERS[name].fullmatch(value) for name, value in pairs):
        return None
    return urlencode(sorted(pairs))


def _renew(request, key, kept, seconds) -> bool:
    """Whether this request is the one that renews an entry close to its end."""
    if request.method != "GET" or time.time() - kept[0] < seconds * RENEW_AFTER:
        return False
    return bool(_quietly(cache.add, f"{key}:renewing", 1, RENEWING_SECONDS))


def _sign(response):
    """An ETag of what is read (gzip pads at random), and « ask before you show it again »: published means seen."""
    content = response.content
    if response.get("Content-Encoding") == "gzip":
        content = decompress(content)
    response.headers.setdefault("ETag", f'W/"{blake2b(content, digest_size=12).hexdigest()}"')
    response.headers.setdefault("Content-Length", str(len(response.content)))
    if "Cache-Control" not in response:
        patch_cache_control(response, no_cache=True)


def _restored(kept) -> HttpResponse:
    _stored_at, headers, content = kept
    return HttpResponse(content, headers=dict(headers))


def _answer(request, response, how):
    """304 when the browser holds this very page; otherwise the page, without its body for HEAD."""
    response.headers["X-Page-Cache"] = how
    if how == "hit" and request.method == "HEAD":
        length = response.headers["Content-Length"]
        response.content = b""
        response.headers["Content-Length"] = length
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _quietly(call, *arguments):
    """A cache that does not answer makes pages slower, never unavailable."""
    try:
        return call(*arguments)
    except Exception:
        logger.exception("page cache: %s failed", getattr(call, "__name__", call))
        return None
