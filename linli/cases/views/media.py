"""Files that people sent, shown inside our pages and nowhere else."""

import re

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from linli.cases import storing
from linli.kernel.refusals import NotFound

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def inline(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """The file of this name below the media folder as media type ``kind``; a part of it where one is asked for, since Safari
    plays nothing else. Raises NotFound where it is gone.
    """
    path = storing.path_of(name)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise NotFound from None
    size = path.stat().st_size
    first, last = _part(request.headers.get("Range", ""), size)
    response: HttpResponseBase
    if last >= first:
        with file:
            file.seek(first)
            response = HttpResponse(file.read(last - first + 1), content_type=kind, status=206)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    else:
        response = FileResponse(file, content_type=kind)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response


def _part(asked: str, size: int) -> tuple[int, int]:
    """The first and the last byte of one part as RFC 9110 writes it; the last before the first where the whole is meant."""
    found = _RANGE.fullmatch(asked)
    if found is None or int(found[1]) >= size:
        return 0, -1
    return int(found[1]), min(int(found[2] or size - 1), size - 1)
