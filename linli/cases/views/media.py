"""Files that people sent, shown inside our pages and nowhere else."""

from django.http import FileResponse

from linli.cases import storing
from linli.kernel.refusals import NotFound


def inline(name: str, kind: str) -> FileResponse:
    """The file of this name below the media folder as media type ``kind``. Raises NotFound where it is gone."""
    try:
        file = storing.path_of(name).open("rb")
    except FileNotFoundError:
        raise NotFound from None
    response = FileResponse(file, content_type=kind)
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response
