"""A photo comes out upright, small, and without a word of where and by what it was taken."""

import io
import struct
import zlib

import pytest
from PIL import Image

from linli.cases import pictures
from tests.factories.photos import GPS, photo


def clean(raw: bytes) -> Image.Image:
    picture = pictures.clean(io.BytesIO(raw))
    image = Image.open(io.BytesIO(picture.data))
    assert (image.format, image.size) == ("JPEG", (picture.width, picture.height))
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_metadata_is_left(kind: str) -> None:
    raw = photo(kind=kind)
    assert Image.open(io.BytesIO(raw)).getexif().get_ifd(GPS)
    image = clean(raw)
    assert not dict(image.getexif()) and not image.getexif().get_ifd(GPS)
    assert {"exif", "icc_profile", "xmp", "comment"}.isdisjoint(image.info)


def test_a_turned_photo_stands_upright() -> None:
    image = clean(photo(800, 400, turned=6))
    assert image.size == (400, 800)
    red, green, _blue = image.getpixel((380, 20))  # type: ignore[misc]
    assert green > red


@pytest.mark.parametrize(
    ("given", "kept"), [((4000, 2000), (1600, 800)), ((1000, 3000), (533, 1600)), ((90, 60), (90, 60))]
)
def test_it_is_at_most_1600_pixels_long(given: tuple[int, int], kept: tuple[int, int]) -> None:
    assert clean(photo(*given)).size == kept


def test_what_was_transparent_is_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(buffer, "PNG")
    assert clean(buffer.getvalue()).convert("L").getextrema()[0] > 250  # type: ignore[operator]


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(50),
        b"%PDF-1.7",
        photo()[:400],
        b"\xff\xd8\xff\xe0" + bytes(200),
        _png_that_claims(10, 10),
    ],
    ids=["empty", "svg", "gif", "pdf", "cut", "spoilt", "no pixels"],
)
def test_what_is_no_photo_is_refused(raw: bytes) -> None:
    with pytest.raises(pictures.NotAPhoto):
        clean(raw)


def test_a_photo_that_would_fill_the_memory_is_refused() -> None:
    for size in ((9_000, 9_000), (60_000, 60_000)):
        with pytest.raises(pictures.PhotoTooBig):
            clean(_png_that_claims(*size))
    with pytest.raises(pictures.PhotoTooBig):
        clean(bytes(pictures.MOST_BYTES + 1))


def test_a_format_that_cannot_be_opened_is_named() -> None:
    if "HEIF" not in pictures._FORMATS:
        with pytest.raises(pictures.HeicPhoto):
            clean(b"\x00\x00\x00\x18ftypheic" + bytes(100))
