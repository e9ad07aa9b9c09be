def address_of(url_path: str) -> str:
    """A page's address from its `url_path` in the tree: « /accueil/quartiers/ » answers at « /quartiers/ »."""
    path = url_path.strip("/").partition("/")[2]
    return f"/{path}/" if path else "/"
