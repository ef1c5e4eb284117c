"""What a paragraph or its letters really look like in a Word file: own value, else the style's, else the default."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run


class Inherited:
    """Values of one document, looked up attribute by attribute, as Word does (ECMA-376 part 1, section 17.7.2)."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(qn("w:default")) and style.get(qn("w:type")) == "paragraph"
            ),
            None,
        )
        self._root = root

    def style_name(self, paragraph: Paragraph) -> str:
        """The name of the paragraph's style in small letters: ids change when another program saves the file."""
        style = self._styles.get(self._style_id(paragraph))
        name = None if style is None else style.find(qn("w:name"))
        return "" if name is None else str(name.get(qn("w:val"))).lower()

    def of_paragraph(self, paragraph: Paragraph, tag: str, attribute: str) -> str | None:
        """An attribute of a paragraph property, such as ("w:spacing", "w:line"); None when nobody sets it."""
        return _first([paragraph._p, *self._chain(paragraph)], self._root, "w:pPr", tag, attribute)

    def of_run(self, paragraph: Paragraph, run: Run, tag: str, attribute: str) -> str | None:
        """An attribute of a letter property, such as ("w:sz", "w:val"); None when nobody sets it."""
        return _first([run._r, *self._chain(paragraph)], self._root, "w:rPr", tag, attribute)

    def _style_id(self, paragraph: Paragraph) -> str | None:
        own = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._default if own is None else own.get(qn("w:val"))

    def _chain(self, paragraph: Paragraph) -> Iterator[Any]:
        seen: set[str | None] = set()
        key: str | None = self._style_id(paragraph)
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            yield style
            based = style.find(qn("w:basedOn"))
            key = None if based is None else based.get(qn("w:val"))


def _first(holders: list[Any], root: Any, group: str, tag: str, attribute: str) -> str | None:
    defaults = root.find(f"{qn('w:docDefaults')}/{qn(f'{group}Default')}")
    for holder in (*holders, defaults):
        found = None if holder is None else holder.find(f"{qn(group)}/{qn(tag)}")
        if found is not None and found.get(qn(attribute)) is not None:
            return str(found.get(qn(attribute)))
    return None
