"""The few helpers that every drawing shares."""

from django.utils.html import escape


def element(name: str, content: str = "", **attributes) -> str:
    """One element: `class_` is `class`, `_` becomes `-`, None drops the attribute; `content` is markup, values not."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def number(value: float) -> str:
    """At most two decimals, no trailing zero: drawings travel with every page."""
    return f"{round(value, 2):g}" if abs(value) < 1e5 else str(round(value))


def percent(value: float) -> str:
    return f"{number(value)}%"


def named(label: str | None) -> dict:
    """An image that says `label`, or a decoration when a text beside it says the same."""
    return {"role": "img", "aria_label": label} if label else {"aria_hidden": "true", "focusable": "false"}


def titled(identifier: str, title: str, description: str) -> tuple[dict, str]:
    """Attributes and first children of a chart that has a title and a description for those who cannot see it."""
    attributes = {"role": "img", "aria_labelledby": f"{identifier}-t {identifier}-d"}
    children = element("title", escape(title), id=f"{identifier}-t") + element(
        "desc", escape(description), id=f"{identifier}-d"
    )
    return attributes, children


def shape(sprite: str, state: str, size: int = 20) -> str:
    """A status shape of the sprite, centred on the origin; `state` also sets its hue."""
    half = -size // 2
    return element("use", class_="shape", href=f"{sprite}#etat-{state}", x=half, y=half, width=size, height=size)
