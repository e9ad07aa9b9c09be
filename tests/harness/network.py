"""A test talks to this machine only."""

import socket

LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}


class NetworkUse(Exception):
    """A test tried to reach another machine: give it a stand-in."""


def _is_local(family, address):
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = address[0]
    return host in LOCAL or str(host).startswith("127.")


def forbid(monkeypatch):
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self, address):
        if not _is_local(self.family, address):
            raise NetworkUse(f"{address}")
        return real_connect(self, address)

    def getaddrinfo(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name not in LOCAL and not name.startswith("127."):
            raise NetworkUse(name)
        return real_lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
