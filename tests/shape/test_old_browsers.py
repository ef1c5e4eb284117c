"""What givers' pages are made of runs in Chrome 66, which old WeChat has: its style, its script, and styles in its templates.

The version that brought each feature is MDN's. What stands under @supports may be newer: such a browser skips it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "huiyin" / "web"
STYLE, SCRIPT = WEB / "static" / "web" / "giver.css", WEB / "static" / "web" / "giver.js"
OLDEST = 66
FIRST_LOAD = 100_000

# pattern → (what it is, the first Chrome that has it)
CSS = {
    r":focus-visible": (":focus-visible", 86),
    r":is\(": (":is()", 88),
    r":where\(": (":where()", 88),
    r":has\(": (":has()", 105),
    r":not\([^()]*,": (":not() of a list", 88),
    r"(?<![-\w])aspect-ratio\s*:": ("aspect-ratio", 88),
    r"(?<![-\w])inset(?:-block|-inline)?[-\w]*\s*:": ("inset", 87),
    r"(?<![-\w])(?:margin|padding|border)-(?:inline|block)(?![-\w]*\()": ("logical margins", 69),
    r"(?<![-\w])clamp\(": ("clamp()", 79),
    r"(?<![-\w])(?:min|max)\(": ("min(), max()", 79),
    r"(?<![-\w])\d*\.?\d+[dsl]v[hw]\b": ("dvh and its like", 108),
    r"@layer\b": ("@layer", 99),
    r"@container\b": ("@container", 105),
    r"accent-color": ("accent-color", 93),
    r"overflow-wrap\s*:\s*anywhere": ("overflow-wrap: anywhere", 80),
    r"overflow\s*:\s*clip": ("overflow: clip", 90),
    r"text-wrap": ("text-wrap", 114),
    r"color-mix\(|oklch\(|light-dark\(": ("new colours", 111),
    r"content-visibility": ("content-visibility", 85),
    r"::marker": ("::marker", 86),
    r"scrollbar-gutter": ("scrollbar-gutter", 94),
    r"\bsubgrid\b": ("subgrid", 117),
    r"@media[^{]*[<>]": ("ranges in @media", 104),
    r"backdrop-filter": ("backdrop-filter", 76),
}
JS = {
    r"\?\.(?!\d)": ("?.", 80),
    r"\?\?": ("??", 80),
    r"\|\|=|&&=": ("||=, &&=", 85),
    r"\.replaceAll\(": ("replaceAll", 85),
    r"\.at\(": ("at()", 92),
    r"\bstructuredClone\b": ("structuredClone", 98),
    r"\.flat(?:Map)?\(": ("flat, flatMap", 69),
    r"\.matchAll\(": ("matchAll", 73),
    r"Object\.fromEntries": ("Object.fromEntries", 73),
    r"Object\.groupBy|Map\.groupBy": ("groupBy", 117),
    r"Object\.hasOwn\b": ("Object.hasOwn", 93),
    r"Promise\.(?:allSettled|any)\b": ("Promise.allSettled, any", 76),
    r"\bglobalThis\b": ("globalThis", 71),
    r"\bBigInt\b|\b\d+n\b": ("BigInt", 67),
    r"(?<![\w.])\s#\w+\s*[=(;]": ("private fields", 74),
    r"\bstatic\s*\{": ("static blocks", 94),
    r"\.toSorted\(|\.toReversed\(|\.findLast\(": ("toSorted and its like", 97),
    r"\bqueueMicrotask\b": ("queueMicrotask", 71),
    r"\.replaceChildren\(": ("replaceChildren", 86),
    r"navigator\.share\b": ("navigator.share", 89),
    r"\d_\d": ("1_000", 75),
}


def too_new_in_style(text: str) -> Iterator[str]:
    """What of a style sheet a Chrome of OLDEST doesn't know, by name."""
    plain = _without_supports(re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    yield from _found(CSS, plain)
    for block in re.findall(r"\{([^{}]*)\}", plain):
        if re.search(r"(?<![-\w])(?:row-|column-)?gap\s*:", block) and not re.search(
            r"display\s*:\s*(?:inline-)?grid", block
        ):
            yield "gap outside of a grid (84)"
    if re.search(r"\{[^{}@]*\{", re.sub(r"@(?:media|keyframes|font-face)[^{]*\{", "", plain)):
        yield "nesting (120)"


def too_new_in_script(text: str) -> Iterator[str]:
    """What of a script a Chrome of OLDEST doesn't know, by name. Words in texts and comments don't count."""
    plain = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    plain = re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', '""', plain)
    yield from _found(JS, plain)
    if re.search(r"(?m)^await\b", plain):
        yield "await at the top (89)"


def _found(table: dict[str, tuple[str, int]], text: str) -> Iterator[str]:
    for pattern, (name, version) in table.items():
        if version > OLDEST and re.search(pattern, text, re.M):
            yield f"{name} ({version})"


def _without_supports(text: str) -> str:
    while (found := re.search(r"@supports[^{]*\{", text)) is not None:
        depth, end = 1, found.end()
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: found.start()] + text[end:]
    return text


def templates() -> list[Path]:
    """Those of pages for people without an account: they extend the givers' frame, or are parts of such a page."""
    every = sorted((WEB / "templates").rglob("*.html"))
    theirs = {path for path in every if "frame/giver.html" in path.read_text(encoding="utf-8")}
    rooms = {path.parent for path in theirs if path.parent.name != "frame"}
    return sorted(
        {*theirs, WEB / "templates" / "frame" / "giver.html", *(p for p in every if p.parent in rooms)}
    )


@pytest.mark.parametrize("style", [STYLE, STYLE.with_name("public.css")], ids=lambda path: path.name)
def test_the_style_is_read_by_old_browsers(style: Path) -> None:
    assert not list(too_new_in_style(style.read_text(encoding="utf-8")))


@pytest.mark.parametrize("script", [SCRIPT, SCRIPT.with_name("slip.js")], ids=lambda path: path.name)
def test_the_script_is_run_by_old_browsers(script: Path) -> None:
    assert not list(too_new_in_script(script.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_templates_hold_neither_style_nor_script(path: Path) -> None:
    """The policy forbids them, and so nothing new can come in by them; nor is htmx or the office's script asked for."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=", text)
    assert not re.search(r"htmx|\shx-|web/huiyin\.(?:css|js)|csrf_token", text)
    assert not re.search(r"<(?:dialog|search|selectlist)\b|\sinert\b|\spopover\b|loading=", text)


def test_every_script_of_such_a_page_is_looked_at() -> None:
    asked = {
        name for path in templates() for name in re.findall(r"web/([\w.]+\.js)", path.read_text("utf-8"))
    }
    assert asked == {"giver.js", "slip.js"}


def test_style_and_script_leave_room_for_the_page() -> None:
    assert STYLE.stat().st_size + SCRIPT.stat().st_size < FIRST_LOAD // 2


@pytest.mark.parametrize(
    "planted",
    [
        "a:focus-visible { color: red }",
        "a:is(b, c) { color: red }",
        "a { width: min(10px, 3vw) }",
        "a { font-size: clamp(1rem, 2vw, 2rem) }",
        "a { inset: 0 }",
        "a { display: flex; gap: 1rem }",
        "a { gap: 1rem }",
        "a { min-height: 100dvh }",
        "@layer base { a { color: red } }",
        "a { b { color: red } }",
        "@media (width > 30rem) { a { color: red } }",
        "a { accent-color: red }",
    ],
)
def test_a_planted_novelty_in_a_style_is_found(planted: str) -> None:
    assert list(too_new_in_style(planted))
    assert list(too_new_in_style("@supports selector(x) { a { color: red } }" + planted))
    assert not list(too_new_in_style(f"@supports (x: y) {{ {planted} }}"))


@pytest.mark.parametrize(
    "planted",
    [
        "a?.b;",
        "a ?? b;",
        "a ||= b;",
        "'x'.replaceAll('a', 'b');",
        "[1].at(-1);",
        "structuredClone(a);",
        "await fetch('/x');",
        "Object.fromEntries(a);",
        "globalThis.x;",
        "[].flat();",
    ],
)
def test_a_planted_novelty_in_a_script_is_found(planted: str) -> None:
    assert list(too_new_in_script(planted))
    assert not list(too_new_in_script(f"// {planted}\n"))


@pytest.mark.parametrize(
    "old",
    [
        "a { max-width: 30rem; min-height: 0 }",
        "a { display: grid; gap: 1rem }",
        "@media (max-width: 30rem) { a { color: rgba(0, 0, 0, .5) } }",
        "@media (prefers-reduced-motion: reduce) { a { transition: none } }",
        "a { clip: rect(0, 0, 0, 0); box-shadow: inset 3px 0 0 red }",
    ],
)
def test_what_is_old_enough_passes(old: str) -> None:
    assert not list(too_new_in_style(old))


def test_a_question_and_a_number_is_no_novelty() -> None:
    assert not list(too_new_in_script("var a = b ? .5 : 1; var c = b?.5:1; var s = 'a?.b';"))
