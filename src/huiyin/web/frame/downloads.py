"""Workbooks as answers: always to be saved, never shown by the browser."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, write: Callable[[Path], None]) -> HttpResponse:
    """The workbook that `write` draws, as a download called `name`.xlsx."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.xlsx"
        write(path)
        data = path.read_bytes()
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.xlsx") or ""
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
