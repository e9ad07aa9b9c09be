"""Milliseconds, kilobytes, megabytes."""

import gzip
import http.client
import re
import statistics
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urljoin

TURNS = 40
STYLE = re.compile(r"""<link\b(?=[^>]*\brel="?stylesheet)[^>]*\bhref="([^"]+)""")
SCRIPT = re.compile(r"""<script\b[^>]*\bsrc="([^"]+)""")
IN_STYLE = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s;]+)|url\(\s*["']?([^"')]+)""")
IN_SCRIPT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
CSRF = re.compile(r"""name="csrfmiddlewaretoken" value="([^"]+)""")
FONT = re.compile(r"\.(?:woff2?|ttf|otf)$")


@dataclass
class Weight:
    """Bytes as they travel, compressed."""

    html: int = 0
    html_raw: int = 0
    code: int = 0
    fonts: int = 0
    has_map: bool = False
    files: dict[str, int] = field(default_factory=dict)


def times(site, path):
    """Median and 95th percentile of a request over one kept connection, in milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    for _turn in range(4):
        site.get(path, connection)
    taken = []
    for _turn in range(TURNS):
        begun = time.perf_counter()
        site.get(path, connection)
        taken.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return statistics.median(taken), sorted(taken)[int(TURNS * 0.95) - 1]


def creating(site, path, quartier):
    """The same for sending the report form, a new report each time, as a browser that has read the page once."""
    _status, headers, body = site.get(path)
    cookie = headers["set-cookie"].partition(";")[0]
    secret = CSRF.search(_plain(headers, body).decode())[1]
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    sent = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    taken = []
    for _turn in range(TURNS):
        values = {"csrfmiddlewaretoken": secret, "token": uuid.uuid4().hex, "quartier": quartier}
        values |= {"category": "eclairage", "place": "Entrée 4", "text": "La lampe est éteinte."}
        begun = time.perf_counter()
        connection.request("POST", path, urlencode(values), sent)
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != 302:
            raise SystemExit(f"{path} answers {answer.status} to a report")
    connection.close()
    return statistics.median(taken), sorted(taken)[int(TURNS * 0.95) - 1]


def weigh(site, path) -> Weight:
    """The page and every style sheet, script and font that it asks for, each once."""
    status, headers, body = site.get(path)
    raw = _plain(headers, body)
    weight = Weight(html=len(body), html_raw=len(raw))
    text = raw.decode("utf-8", "replace")
    weight.has_map = "data-map" in text
    waiting = [urljoin(path, found) for found in [*STYLE.findall(text), *SCRIPT.findall(text)]]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in weight.files or not address.startswith("/"):
            continue
        status, headers, body = site.get(address)
        if status != 200:
            raise SystemExit(f"{path} asks for {address}, which answers {status}")
        weight.files[address] = len(body)
        kind = headers.get("content-type", "")
        if FONT.search(address):
            weight.fonts += len(body)
            continue
        weight.code += len(body)
        text = _plain(headers, body).decode("utf-8", "replace")
        if "css" in kind:
            found = [first or second for first, second in IN_STYLE.findall(text)]
            waiting += [urljoin(address, each) for each in found if _is_style_or_font(each)]
        elif "javascript" in kind:
            waiting += [urljoin(address, each) for each in IN_SCRIPT.findall(text) if each[0] in "./"]
    return weight


def _is_style_or_font(address):
    return not address.startswith(("data:", "#")) and bool(re.search(r"\.css$", address) or FONT.search(address))


def _plain(headers, body):
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


def memory(pid):
    """Resident and proportional set size of a process, in megabytes. Proportional counts shared memory once."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return 0.0, 0.0
    text = rollup.read_text()
    return tuple(int(re.search(rf"^{key}:\s+(\d+)", text, re.MULTILINE)[1]) / 1024 for key in ("Rss", "Pss"))
