"""Whether an export carries its classification, whatever kind of file it is."""

import io
import re
import zipfile

from huiyin.reports.layout.labels import NO_SECRETS


def carries(data: bytes, label: str) -> bool:
    """Whether the file says `label` and, right after it, that no state secret may be in here."""
    return f"{label}　{NO_SECRETS}" in _said(data)


def _said(data: bytes) -> str:
    """All that a workbook or a document says, in the order of its parts; a plain file as it is."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        read = (parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml"))
        return "\n".join(re.sub(r"<[^>]+>", "", part) for part in read)
