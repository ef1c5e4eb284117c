"""Papers as answers: always to be saved, never shown by the browser."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ZIP = "application/zip"


def workbook(name: str, write: Callable[[Path], None]) -> HttpResponse:
    """The workbook that `write` draws, as a download called `name`.xlsx."""
    return _download(f"{name}.xlsx", XLSX, write)


def document(name: str, write: Callable[[Path], None]) -> HttpResponse:
    """The paper that `write` draws, as a download called `name`.docx."""
    return _download(f"{name}.docx", DOCX, write)


def pdf(name: str, write: Callable[[Path], None]) -> HttpResponse:
    """The PDF that `write` draws, as a download called `name`.pdf."""
    return _download(f"{name}.pdf", PDF, write)


def bundle(name: str, write: Callable[[Path], None]) -> HttpResponse:
    """The files that `write` packs, as a download called `name`.zip."""
    return _download(f"{name}.zip", ZIP, write)


def _download(name: str, content_type: str, write: Callable[[Path], None]) -> HttpResponse:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper"
        write(path)
        data = path.read_bytes()
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
