"""A street at dusk, drawn for the demonstration: flat walls, windows lit or not. No photograph, nobody on it."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
UNIT = WIDTH / 160
GROUND = 770
SKY = ("#0a2a38", "#0d3648", "#124459", "#1d566d", "#3a6b7e", "#6d858a", "#a89d88", "#d9b57e", "#efc67f")
WALL, FAR, EARTH = "#0b4f6c", "#1b5a73", "#073a50"
PANE, EDGE, LIT = "#2a6782", "#80b0c4", "#f2b134"


def street(picture: dict) -> bytes:
    """The PNG of one `[[picture]]` of pictures.toml; the same picture for the same table. 16:9, 1600 pixels wide."""
    image = Image.new("P", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    _sky(draw)
    _skyline(draw, picture["key"])
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), fill=EARTH)
    for index, (left, width, floors, *share) in enumerate(picture["buildings"]):
        lit = share[0] if share else picture["lit"]
        _building(draw, f"{picture['key']}/{index}", left * UNIT, width * UNIT, int(floors), lit)
    for left in picture.get("trees", []):
        _tree(draw, left * UNIT)
    for left in picture.get("lamps", []):
        _lamp(draw, left * UNIT)
    for left in picture.get("benches", []):
        _bench(draw, left * UNIT)
    for left in picture.get("sofas", []):
        _sofa(draw, left * UNIT)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _sky(draw):
    for band, colour in enumerate(SKY):
        draw.rectangle((0, GROUND * band // len(SKY), WIDTH, HEIGHT), fill=colour)


def _drawn(seed, below):
    return int.from_bytes(sha256(seed.encode()).digest()[:4]) % below


def _skyline(draw, key):
    left = -40
    for index in range(12):
        width = 90 + _drawn(f"{key}/far-w{index}", 110)
        top = GROUND - 70 - _drawn(f"{key}/far-h{index}", 150)
        draw.rectangle((left, top, left + width, GROUND), fill=FAR)
        left += width + _drawn(f"{key}/far-g{index}", 60)


def _building(draw, seed, left, width, floors, share):
    storey, top = 110, GROUND - floors * 110 - 60
    draw.rectangle((left, top, left + width, GROUND), fill=WALL)
    draw.rectangle((left + width * 0.2, top - 26, left + width * 0.2 + 50, top), fill=WALL)
    columns = max(int((width - 40) // 80), 2)
    gap = (width - columns * 44) / (columns + 1)
    places = [(row, column) for row in range(floors) for column in range(columns)]
    order = sorted(places, key=lambda place: sha256(f"{seed}:{place}".encode()).digest())
    lit = set(order[: round(len(order) * share)])
    for row, column in places:
        x, y = left + gap + column * (44 + gap), top + 42 + row * storey
        on = (row, column) in lit
        draw.rectangle((x, y, x + 44, y + 58), fill=LIT if on else PANE, outline=LIT if on else EDGE, width=3)
    door = left + width / 2
    draw.rectangle((door - 26, GROUND - 58, door + 26, GROUND), fill=EARTH)


def _tree(draw, x):
    draw.rectangle((x - 6, GROUND - 150, x + 6, GROUND), fill=EARTH)
    for side in (-1, 1):
        branch = [(6, 120), (60, 180), (52, 188), (-4, 136)]
        draw.polygon([(x + side * across, GROUND - up) for across, up in branch], fill=EARTH)
    draw.pieslice((x - 105, GROUND - 265, x + 105, GROUND - 115), 180, 360, fill=EARTH)
    draw.ellipse((x - 60, GROUND - 290, x + 50, GROUND - 200), fill=EARTH)


def _lamp(draw, x):
    draw.polygon([(x + 32, GROUND - 205), (x + 118, GROUND + 46), (x - 54, GROUND + 46)], fill="#8c7a4c")
    draw.ellipse((x - 54, GROUND + 26, x + 118, GROUND + 66), fill="#d9a94a")
    draw.rectangle((x - 5, GROUND - 225, x + 5, GROUND + 44), fill=EARTH)
    draw.rectangle((x - 5, GROUND - 228, x + 46, GROUND - 218), fill=EARTH)
    draw.ellipse((x + 18, GROUND - 220, x + 46, GROUND - 192), fill=LIT)


def _bench(draw, x):
    y = GROUND + 62
    draw.rectangle((x - 80, y - 64, x + 80, y - 44), fill=EDGE)
    draw.rectangle((x - 80, y - 26, x + 80, y - 10), fill=EDGE)
    for leg in (x - 68, x + 56):
        draw.rectangle((leg, y - 64, leg + 12, y + 22), fill=EDGE)


def _sofa(draw, x):
    y = GROUND + 66
    draw.rounded_rectangle((x - 100, y - 86, x + 100, y), 18, fill="#a63a21")
    draw.rounded_rectangle((x - 120, y - 52, x - 84, y + 10), 14, fill="#7d2b18")
    draw.rounded_rectangle((x + 84, y - 52, x + 120, y + 10), 14, fill="#7d2b18")
    draw.rectangle((x - 90, y - 30, x + 90, y + 8), fill="#c25a3d")
