"""The page on which a sheet is taken in, and the answer with which one is handed out.

A sheet is tried first: everything is taken in, reported line by line and rolled back; only the button that says so
keeps it. What was good is kept, what was refused is named with line and column, and the same file may be sent again.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from linli.kernel.pages import Request, page
from linli.kernel.refusals import Refusal
from linli.kernel.sheets.shapes import Column, Tally
from linli.kernel.sheets.values import in_sheets
from linli.kernel.sheets.writing import comma_separated, template, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 20 * 1024 * 1024
SHOWN = 500  # refused rows on the page
Take = Callable[[Path, bool], Tally]


class UploadForm(forms.Form):
    file = forms.FileField(label=_("文件"), help_text=_("Excel（.xlsx）或 CSV，20 兆以内"))

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 兆，请分成几个，或用命令行导入。"))
        return file


def import_page(
    request: Request, *, columns: Sequence[Column], take: Take, context: Mapping[str, Any]
) -> HttpResponse:
    """Show the page, or give the file to ``take`` (its path, and whether it is only tried).

    ``context``: ``heading``, ``back`` (address and words), ``template_url``, ``export_url``, ``said`` (what to know).
    """
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    is_dry = request.POST.get("do") != "keep"
    tally, refusal = None, None
    if is_sent and form.is_valid():
        try:
            tally = _taken(form.cleaned_data["file"], take, is_dry=is_dry)
        except Refusal as caught:
            refusal = caught
    titles = {column.key: column.title for column in columns}
    whole = {
        **context,
        "form": form,
        "columns": columns,
        "tally": tally,
        "was_dry": is_dry,
        "refused": [(one.line, titles.get(one.field, ""), one.why) for one in tally.refused[:SHOWN]]
        if tally
        else [],
        "rest": max(len(tally.refused) - SHOWN, 0) if tally else 0,
    }
    return page(request, "ui/import.html", whole, part="result", refusal=refusal)


def _taken(file: UploadedFile[bytes], take: Take, *, is_dry: bool) -> Tally:
    """The file keeps its name, which the journal tells."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / (Path(str(file.name)).name[-80:] or "sheet")
        with kept.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        return take(kept, is_dry)


def sheet_answer(
    name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], *, is_csv: bool = False
) -> HttpResponse:
    """A sheet to keep: Excel, or CSV where that is asked for. Its words are those of sheets, whoever asks."""
    with in_sheets():
        if is_csv:
            return _attached(comma_separated(columns, rows), f"{name}.csv", "text/csv; charset=utf-8")
        return _attached(workbook([(name, columns, rows)]), f"{name}.xlsx", XLSX)


def template_answer(name: str, columns: Sequence[Column]) -> HttpResponse:
    """The empty sheet to fill in."""
    return _attached(template(columns, sheet_name=name), f"{name}.xlsx", XLSX)


def _attached(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
