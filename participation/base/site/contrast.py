"""Contrast of two colours as WCAG 2.2 measures it (success criterion 1.4.3)."""

import re

MINIMUM = 4.5
HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white). Both as `#rrggbb`; raises ValueError otherwise."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def shown(ratio: float) -> str:
    """« 3,2:1 », cut and not rounded: 4,49 must not read « 4,5:1 » beside a refusal."""
    return f"{int(ratio * 10) / 10:.1f}:1".replace(".", ",")


def _luminance(colour: str) -> float:
    if not HEX.match(colour):
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
