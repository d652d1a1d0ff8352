"""Photos as they are chosen on a page, several at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.cases.forms.typed import LineField
from linli.cases.models import PhotoOf

PhotoFile = UploadedFile[bytes]


class PhotosInput(forms.FileInput):
    """Asks for photos without forcing the camera: most are in the telephone already."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": "image/*", "multiple": True, "class": "form-control"})


class PhotosField(forms.FileField):
    """Several files; whether each is a photo is asked where it is kept. Clean gives a list, empty where none was chosen."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if self.required and not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [one for one in chosen if one.size]


class WorkPhotosForm(forms.Form):
    """A worker shows the work or what was done."""

    of = forms.ChoiceField(
        label=_("拍的是"),
        choices=[(PhotoOf.AFTER, PhotoOf.AFTER.label), (PhotoOf.DURING, PhotoOf.DURING.label), (PhotoOf.BEFORE, _("办之前"))],
        widget=forms.RadioSelect,
        initial=PhotoOf.AFTER,
        error_messages={"required": _("请选拍的是什么时候。")},
    )  # fmt: skip
    photos = PhotosField(
        label=_("照片"),
        help_text=_("可以一次选几张。位置和手机信息会自动去掉。"),
        error_messages={"required": _("请选照片。")},
    )


class MorePhotosForm(forms.Form):
    """A reporter adds photos to what they have reported."""

    photos = PhotosField(
        label=_("照片"),
        help_text=_("可以一次选几张。位置和手机信息会自动去掉。"),
        error_messages={"required": _("请选照片。")},
    )

    def __init__(self, *args: Any, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = ngettext("照片（还能补 %s 张）", "照片（还能补 %s 张）", left) % left


class RemovePhotoForm(forms.Form):
    reason = LineField(
        label=_("为什么删"), max_length=200, error_messages={"required": _("请写一句为什么删。")}
    )
