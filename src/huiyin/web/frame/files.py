"""Kept files in and out of pages: what was uploaded, made ready to be kept; what is kept, always to be saved."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import BadInput
from huiyin.platform.files.access import open_file
from huiyin.platform.files.rules import download_headers, ready_evidence
from huiyin.platform.files.rules.ready import Ready
from huiyin.web.frame.fields import LARGEST_UPLOAD


def uploaded_paper(request: HttpRequest) -> Ready | None:
    """The file of the form, made ready to be kept byte for byte; None where none was chosen. BadInput for one too large."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        return None
    if (file.size or 0) > LARGEST_UPLOAD:
        limit = LARGEST_UPLOAD // 1024**2
        raise BadInput(f"“{file.name}”超过 {limit} MB。", f"“{file.name}” is larger than {limit} MB.")
    return ready_evidence(file.read(), file.name)


def kept_file(attachment: int) -> HttpResponse:
    """A kept file as an answer. Who may open it is decided by the caller."""
    opened = open_file(attachment)
    headers = {**download_headers(opened.name), "Cache-Control": "no-store"}  # as every answer of ours
    return HttpResponse(opened.stream.read(), headers=headers)
