"""A photo as it is kept: opened safely, turned upright, without metadata, at most 1600 pixels wide or high, as JPEG."""

import contextlib
import importlib
import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.kernel.refusals import Refusal

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 80_000_000  # telephones make up to 50 million
LONGEST_SIDE = 1600
QUALITY = 82
_FORMATS = ["JPEG", "PNG", "WEBP"]

# Photos of some telephones; where the library is not installed they are refused by name.
with contextlib.suppress(ImportError):
    importlib.import_module("pillow_heif").register_heif_opener()
    _FORMATS.append("HEIF")


class NotAPhoto(Refusal):
    words = _("这不是照片，或者文件坏了。请传 JPG、PNG 或 WebP 格式的照片。")
    field = "photos"


class PhotoTooBig(Refusal):
    words = _("照片太大了，一张最多 20 兆。请在手机里选小一点的再传。")
    field = "photos"


class HeicPhoto(Refusal):
    words = _("这张是 HEIC 格式，这里打不开。请在手机里另存为 JPG，或者截个屏再传。")
    field = "photos"


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned photo: bytes of a JPEG without metadata, its size in pixels."""

    data: bytes
    width: int
    height: int


def clean(file: IO[bytes]) -> Picture:
    """Raises NotAPhoto, PhotoTooBig, HeicPhoto. Where a photo was taken and by which telephone is gone afterwards."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise PhotoTooBig
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _kept(raw)
    except UnidentifiedImageError as error:
        raise (HeicPhoto if raw[4:8] == b"ftyp" and raw[8:12].startswith(_HEIC) else NotAPhoto) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PhotoTooBig from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError) as error:
        raise NotAPhoto from error  # what decoders raise on a spoilt file


_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


def _kept(raw: bytes) -> Picture:
    with Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PhotoTooBig
        opened.draft(
            "RGB", (LONGEST_SIDE, LONGEST_SIDE)
        )  # a JPEG is read at half or a quarter where that is enough
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _on_white(upright)
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(buffer.getvalue(), plain.width, plain.height)


def _on_white(image: Image.Image) -> Image.Image:
    """A new image of nothing but pixels, what was transparent on white."""
    if not image.has_transparency_data:
        colours = image.convert("RGB")
        return Image.frombytes("RGB", colours.size, colours.tobytes())
    layer = image.convert("RGBA")
    ground = Image.new("RGB", layer.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground
