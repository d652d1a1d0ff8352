"""How much may be sent at once. A file that is too big is passed over while it comes in; what was typed beside it stays."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST_OF_FILE = 25 * 1024 * 1024
MOST_IN_ALL = 100 * 1024 * 1024
_PASSED_OVER = "linli.passed_over"


class Limits(FileUploadHandler):
    """Stands first among the handlers and counts; the others keep what it lets through."""

    in_all = 0
    of_file = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.of_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.of_file += len(raw_data)
        self.in_all += len(raw_data)
        if self.of_file > MOST_OF_FILE or self.in_all > MOST_IN_ALL:
            if self.request is not None:
                self.request.META.setdefault(_PASSED_OVER, []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing is kept here."""


def passed_over(request: HttpRequest) -> list[str]:
    """Names of the files that were too big to be taken; read after ``request.FILES``."""
    found: list[str] = request.META.get(_PASSED_OVER, [])
    return found
