"""Which files are taken, what they are, what is taken out of them, what they are called (docs/house.md)."""

from huiyin.platform.files.rules.kinds import ALLOWED, Kind, read_upload
from huiyin.platform.files.rules.names import clean_name, download_headers, picture_headers
from huiyin.platform.files.rules.ready import Ready, ready_evidence, ready_given, ready_pages

__all__ = [
    "ALLOWED",
    "Kind",
    "Ready",
    "clean_name",
    "download_headers",
    "picture_headers",
    "read_upload",
    "ready_evidence",
    "ready_given",
    "ready_pages",
]
