"""What a file is called on screen and when it is downloaded."""

import re
import unicodedata
from urllib.parse import quote

from huiyin.platform.files.rules.kinds import FileType

LONGEST_NAME = 120
UNNAMED = "附件"

_FORBIDDEN = re.compile(r'[<>:"|?*]')  # what Windows has in no name
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Cf holds the overrides that turn "gpj.exe" round


def clean_name(name: str, file_type: FileType) -> str:
    """A name of at most 120 characters, without path and invisible characters, that ends as the content says.

    An ending of the type is kept; any other one stays as part of the name, before the true one.
    """
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _INVISIBLE)
    name = " ".join(_FORBIDDEN.sub("_", name).split())
    stem, ending = name, file_type.endings[0]
    for own in file_type.endings:
        if name.lower().endswith(own):
            stem, ending = name[: -len(own)], own
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending)].strip(". ") or UNNAMED
    return ("_" if _RESERVED.fullmatch(stem) else "") + stem + ending


def neutral_name(file_type: FileType) -> str:
    """What a giver's file is called: phones write the second and the device into a name, people their own (SPEC rule 5)."""
    return UNNAMED + file_type.endings[0]


def download_headers(name: str) -> dict[str, str]:
    """The headers under which a kept file leaves: always to be saved, never to be shown or run at the app's origin.

    `name` may hold anything; old browsers get its ASCII part.
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("._") or "file"
    full = quote(name.encode("utf-8", "replace"), safe="")
    return {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def picture_headers(media_type: str) -> dict[str, str]:
    """The headers under which a picture that was drawn anew stands in a page of the app: shown there, kept by no browser."""
    return {
        "Content-Type": media_type,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
