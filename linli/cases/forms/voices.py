"""A recording as a page sends it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from linli.cases import recordings
from linli.kernel.refusals import Refusal


class VoiceField(forms.FileField):
    """What the page recorded. Pages show no control for it, since only a script can record. Clean gives the file, at its
    beginning and known to be a recording, or None.
    """

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes] | None:
        if not isinstance(data, UploadedFile) or not data.size:
            return None
        try:
            recordings.clean(data)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        data.seek(0)
        return data
