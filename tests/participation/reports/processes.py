"""A crowd that posts to the real web server."""

import http.client
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from tests.harness.processes import PATIENCE


class Crowd:
    """People who send one report each, and send it again as it was typed while the portal does not answer."""

    def __init__(self, port, fields):
        self.port, self.fields = port, fields
        self.acknowledged = set()
        self.sent_again = 0
        self.refused = []

    def post(self, people, *, threads=8):
        """In the background: the pool, and a future for each person."""
        pool = ThreadPoolExecutor(threads)
        return pool, [pool.submit(self._insist, person) for person in people]

    def _insist(self, person):
        token = secrets.token_hex(16)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status = self._send(person, token)
            except (OSError, http.client.HTTPException):
                self.sent_again += 1
                time.sleep(0.1)
                continue
            if status == 302:
                self.acknowledged.add(token)
            else:
                self.refused.append(status)
            return
        self.refused.append("no answer")

    def _send(self, person, token):
        cookie = secrets.token_hex(16)
        fields = {
            **self.fields,
            "email": f"personne{person}@exemple.fr",
            "token": token,
            "csrfmiddlewaretoken": cookie,
        }
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            server.request(
                "POST",
                "/signalements/nouveau/",
                urlencode(fields),
                {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={cookie}"},
            )
            return server.getresponse().status
        finally:
            server.close()
