"""Who is asking, as far as the network can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

UNKNOWN = "unknown"


def client_address(request) -> str:
    """The client's address. X-Forwarded-For counts only for as many hops as there are proxies of ours.

    Each proxy appends the address that spoke to it, so that with TRUSTED_PROXIES = n the n-th entry from the right is
    the last one a proxy of ours wrote; what stands before it, anyone may have made up.
    """
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if hops and forwarded:
        address = _parsed(forwarded[-min(hops, len(forwarded))])
        if address:
            return str(address)
    return str(_parsed(request.META.get("REMOTE_ADDR", "")) or UNKNOWN)


def client_key(request) -> str:
    """What a limit counts: an IPv4 address, or the /64 that an IPv6 subscriber has to oneself."""
    address = _parsed(client_address(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or UNKNOWN)


def _parsed(text: str):
    """« 192.0.2.1 », « 192.0.2.1:443 », « [2001:db8::1]:443 »; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
