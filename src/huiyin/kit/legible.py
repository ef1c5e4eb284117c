"""Text that a document can hold: what XML forbids is shown, never dropped. Pure."""

import re

# XML 1.0 section 2.2 forbids these; DEL is allowed there but prints as nothing.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> tuple[str, bool]:
    """`text` with line ends as \\n and each forbidden character as a visible sign; and whether there was one.

    A control character becomes its picture (U+2400 onwards), half a surrogate pair or a non-character U+FFFD.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _UNPRINTABLE.search(text) is None:
        return text, False
    return _UNPRINTABLE.sub(_sign, text), True


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
