"""The image for a shared link (`og:image`): a title, and the site and incident it belongs to."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
EDGE = 80
PAPER, INK, QUIET, RULE = "#fcfbf8", "#1c1f22", "#55595f", "#0b5c56"
FONT = Path(__file__).parent.parent / "static/timeline/source-serif-4.woff2"
LONGEST_LINES = 4


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
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
