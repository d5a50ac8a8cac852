"""PNG: the image for a shared link (`og:image`), with title or drawing, and the drawing itself."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

SIZE = (1200, 630)
EDGE = 80
PAPER, INK, QUIET, RULE = "#fcfbf8", "#1c1f22", "#55595f", "#0b5c56"
FONT = Path(__file__).parent.parent / "static/timeline/source-serif-4.woff2"
LONGEST_LINES = 4
FINE = 2  # a drawing has so many pixels for each of its layout
SMOOTH = 2  # and is painted so many times larger first, so that no edge is jagged
STEPS = 24  # in which a bar fades


@lru_cache(maxsize=32)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return the site's typeface at a size in pixels and a weight of 200 to 900."""
    made = ImageFont.truetype(FONT, size)
    made.set_variation_by_axes([weight])
    return made


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return `text` in at most `LONGEST_LINES` lines, broken at spaces to fit `width` pixels.

    What does not fit is replaced by "…".
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > LONGEST_LINES:
        lines[LONGEST_LINES - 1 :] = [f"{lines[LONGEST_LINES - 1]} …"]
    return [line for line in lines if line]


def picture(title: str, above: str, below: str) -> bytes:
    """Return a PNG of 1200 by 630 pixels with a title, a line above and a line below it."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=RULE)
    draw.text((EDGE, EDGE), above, fill=QUIET, font=font(38, 400))
    face = font(72, 650)
    for number, line in enumerate(wrapped(title, face, SIZE[0] - 2 * EDGE)):
        draw.text((EDGE, 160 + number * 86), line, fill=INK, font=face)
    draw.text((EDGE, SIZE[1] - EDGE - 38), below, fill=RULE, font=font(38, 600))
    return png(image)


def png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def drawn(picture) -> bytes:
    """Return a `Picture` as a PNG, `FINE` times as large as its layout."""
    return png(painted(picture, FINE))


def shared(picture) -> bytes:
    """Return a `Picture` as a PNG of 1200 by 630 pixels, as large as fits, in the middle."""
    scene = picture.scene
    scale = min(1, SIZE[1] / scene.height)
    small = painted(picture, scale)
    image = Image.new("RGB", SIZE, PAPER)
    image.paste(small, ((SIZE[0] - small.width) // 2, (SIZE[1] - small.height) // 2))
    ImageDraw.Draw(image).rectangle((0, 0, 12, SIZE[1]), fill=RULE)
    return png(image)


def painted(picture, scale: float) -> Image.Image:
    """Return a `Picture` so many times as large as its layout."""
    size = (round(SIZE[0] * scale), round(picture.scene.height * scale))
    canvas = Canvas(size, scale * SMOOTH)
    for line, colour, width in picture.strokes:
        canvas.line((line.x1, line.y1, line.x2, line.y2), colour, width, dashed=line.role == "day")
    for bar, colour in picture.fills:
        canvas.bar((bar.x, bar.y, bar.width, bar.height), colour, bar.fades)
    for sign, points, _, colour in picture.shapes:
        canvas.sign([(sign.x + x, sign.y + y) for x, y in points], colour, sign.is_uncertain)
    image = canvas.image.reduce(SMOOTH)
    for text in picture.texts:
        write(image, text, scale)
    return image


def write(image: Image.Image, text, scale: float) -> None:
    """Write a `Text` with an edge in the colour of the ground, so that no line runs through it."""
    face = font(max(round(text.size * scale), 1), 650 if text.is_bold else 420)
    ImageDraw.Draw(image).text(
        (text.x * scale, text.y * scale),
        text.text,
        text.colour,
        face,
        "rs" if text.is_end else "ls",
        stroke_width=round(1.5 * scale),
        stroke_fill=PAPER,
    )


class Canvas:
    """An image on which is painted `scale` times as large as the numbers given, in pixels."""

    def __init__(self, size: tuple[int, int], scale: float):
        self.scale = scale
        self.image = Image.new("RGB", (size[0] * SMOOTH, size[1] * SMOOTH), PAPER)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def at(self, numbers) -> list[float]:
        return [number * self.scale for number in numbers]

    def line(self, ends: tuple, colour: str, width: float, *, dashed: bool) -> None:
        """Draw a line; one that is dashed is upright."""
        thick = max(round(width * self.scale), 1)
        x1, y1, x2, y2 = ends
        pieces = [(x1, y, x2, min(y + 4, y2)) for y in range(round(y1), round(y2), 7)]
        for piece in pieces if dashed else [ends]:
            self.draw.line(self.at(piece), colour, thick)

    def bar(self, box: tuple, colour: str, fades: str) -> None:
        """Draw a bar, half transparent, in steps from there to nothing where it fades."""
        x, y, width, height = box
        red, green, blue = ImageColor.getrgb(colour)
        for step in range(STEPS if fades else 1):
            share = (step + 0.5) / STEPS
            seen = {"end": 1 - share, "begin": share}.get(fades, 1)
            wide = width / STEPS if fades else width
            left, top, right, low = self.at((x + step * wide, y, x + (step + 1) * wide, y + height))
            corners = (round(left), round(top), round(right) - 1, round(low) - 1)
            self.draw.rectangle(corners, (red, green, blue, round(128 * seen)))

    def sign(self, points: list, colour: str, is_open: bool) -> None:  # noqa: FBT001
        """Draw a sign: certain and filled, or open."""
        corners = [tuple(self.at(point)) for point in points]
        around = [*corners, corners[0], corners[1]]
        edge, inside = (colour, PAPER) if is_open else (PAPER, colour)
        self.draw.line(around, edge, max(round(2 * self.scale), 1), joint="curve")
        self.draw.polygon(corners, inside)
        if is_open:
            self.draw.line(around, edge, max(round(2 * self.scale), 1), joint="curve")
