"""A voice note as it is kept: small, and of a kind that telephones record and browsers play, by its first bytes."""

from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal

MOST_BYTES = 3 * 1024 * 1024
MOST_SECONDS = 60  # the page stops there; an uploaded file is held by its size alone
SUFFIXES = {"audio/webm": ".webm", "audio/ogg": ".ogg", "audio/mp4": ".m4a"}
_MP4_BRANDS = (
    b"M4A ",
    b"M4V ",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"dash",
    b"avc1",
)
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")


class NotARecording(Refusal):
    words = _("这段录音打不开，请再录一次，或者直接打字。")
    field = "voice"


class RecordingTooBig(Refusal):
    words = _("录音太长了，请分开说，一段最多一分钟。")
    field = "voice"


@dataclass(frozen=True, slots=True)
class Recording:
    """``kind`` is its media type as recognised, not as the sender says."""

    data: bytes
    kind: str

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.kind]


def clean(file: IO[bytes]) -> Recording:
    """Raises NotARecording, RecordingTooBig."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise RecordingTooBig
    kind = _kind_of(raw[:128])
    if not kind:
        raise NotARecording
    return Recording(raw, kind)


def _kind_of(start: bytes) -> str:
    """The media type by RFC 8794 (EBML), RFC 3533 (Ogg) and ISO/IEC 14496-12 (the brand of an MP4); "" for any other."""
    if start.startswith(b"\x1aE\xdf\xa3") and b"webm" in start:
        return "audio/webm"
    if start.startswith(b"OggS") and any(sound in start for sound in _OGG_SOUND):
        return "audio/ogg"
    if start[4:8] == b"ftyp" and start[8:12] in _MP4_BRANDS:
        return "audio/mp4"
    return ""
