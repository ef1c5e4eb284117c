"""Raw words for a channel or a kind of giver, matched to a template's codes."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

Choices = Sequence[tuple[str, Sequence[str]]]

_NOISE = re.compile(r"[\s\u3000\"'“”‘’·.。,，、;；:：/\\|()（）\[\]【】\-—_]+")
_TICKED = re.compile(r"[☑☒√✓✔■]\s*([^□☐☑☒√✓✔■]+)")
_BOX = re.compile(r"[□☐]")


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A code, or None with the reason in Chinese and English; all empty for an empty cell."""

    code: str | None = None
    zh: str = ""
    en: str = ""


def match_code(raw: str, choices: Choices) -> CodeMatch:
    """Match a cell to the one of `choices` (code, names) that it names.

    A cell that is a name is that code. A cell that holds names of one code only (「退休教师代表」 for 教师) is that code; a name
    inside a longer name that is there too doesn't count (学生 in 学生家长). Of ticked boxes (□教师 ☑学生) the ticked counts.
    """
    ticked = _TICKED.findall(raw)
    words = "、".join(ticked) if ticked else raw
    if not _plain(words):
        return CodeMatch()
    if _BOX.search(raw) and not ticked:
        return CodeMatch(None, "选项没有勾选", "no box is ticked")
    names = {_plain(name): code for code, known in choices for name in (*known, code) if _plain(name)}
    plain = _plain(words)
    if plain in names:
        return CodeMatch(names[plain])
    held = [name for name in names if name in plain and not name.isascii()]
    held = [name for name in held if not any(name != other and name in other for other in held)]
    codes = {names[name] for name in held}
    if len(codes) == 1:
        return CodeMatch(codes.pop())
    shown = raw.strip() if len(raw.strip()) <= 20 else "此格内容"
    if codes:
        return CodeMatch(
            None, f"“{shown}”同时符合几个选项，未归类", f"“{shown}” fits several choices and was left open"
        )
    return CodeMatch(
        None, f"“{shown}”不在选项之中，未归类", f"“{shown}” is none of the choices and was left open"
    )


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
