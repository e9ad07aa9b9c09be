import re

# Full addresses, « www. », and « site.fr » with the endings seen here; a full stop without a space is no link.
_LINK = re.compile(
    r"https?://|ftp://|\bwww\.|\b[a-z0-9-]{2,63}\.(?:fr|com|net|org|eu|info|io|biz|ru|cn|xyz|top|shop|online|site)\b",
    re.IGNORECASE,
)


def has_link(text: str) -> bool:
    return _LINK.search(text) is not None
