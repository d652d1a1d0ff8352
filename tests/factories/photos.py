"""Photos as telephones make them: with the place and the maker in their metadata."""

import io

from PIL import Image

MAKER, GPS, ORIENTATION = 0x010F, 0x8825, 0x0112


def photo(
    width: int = 800, height: int = 600, *, kind: str = "JPEG", turned: int = 1, colour: str = "red"
) -> bytes:
    """A photo of one colour with a green left upper corner. ``turned`` is the orientation that EXIF gives it."""
    mode = "RGB" if kind == "JPEG" else "RGBA"
    image = Image.new(mode, (width, height), colour)
    image.paste("green", (0, 0, width // 4, height // 4))
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Telephone", turned
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (29.0, 33.0, 8.0)
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()
