"""The paragraph styles of an official paper (DOMAIN 8.1, 8.2), and the Word parts that hold them. Pure.

Western letters and digits are set in the paragraph's Chinese font: the standard names no second font, and a half-width
digit of 仿宋 is exactly half a cell of the grid.

The page declares the grid, and the text keeps to it by its own measures: exact lines of 29 pt and letters of 3号 set
0.3 pt closer, so that 28 fill a line. Snapping is off, because LibreOffice gives a letter that is wider than its cell
(16 pt in 15.79 pt) two cells; so every program shows the same page.
"""

import re
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import quoteattr

from huiyin.reports.layout import grid
from huiyin.reports.layout.fonts import (
    FANGSONG,
    HEITI,
    KAITI,
    OFFICIAL_FONTS,
    SONGTI,
    SUBSTITUTES,
    XIAOBIAOSONG,
)

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACE = f'xmlns:w="{_NS}"'
_SETTING = "http://schemas.microsoft.com/office/word"


@dataclass(frozen=True)
class Look:
    """A paragraph style: `name` as Word's list shows it, lengths in twips, `size` in half points.

    `chars` is the first-line indent and `sides` the indent left and right, both in hundredths of a character. `line` is
    an exact line height; 0 lets the letters decide.
    """

    id: str
    name: str
    font: str
    size: int = grid.BODY_SIZE
    align: Literal["left", "center", "right", "both"] = "left"
    chars: int = 0
    sides: int = 0
    line: int = grid.LINE
    before: int = 0
    after: int = 0
    color: str = "000000"
    outline: int | None = None


NORMAL = Look("Normal", "Normal", FANGSONG, align="both")
BODY = Look("OfficialBody", "公文正文", FANGSONG, align="both", chars=grid.INDENT_CHARS)
FLUSH = Look("OfficialFlush", "公文顶格", FANGSONG, align="both")
QUOTE = Look("OfficialQuote", "公文引文", KAITI, align="both", chars=grid.INDENT_CHARS)
NOTE = Look("OfficialNote", "公文注释", FANGSONG, grid.SMALL_SIZE, align="both", chars=grid.INDENT_CHARS)
TITLE = Look("Title", "Title", XIAOBIAOSONG, grid.TITLE_SIZE, align="center", line=grid.LINE + 80, outline=0)
LEVELS = (
    Look("Heading1", "heading 1", HEITI, align="both", chars=grid.INDENT_CHARS, outline=0),
    Look("Heading2", "heading 2", KAITI, align="both", chars=grid.INDENT_CHARS, outline=1),
    Look("Heading3", "heading 3", FANGSONG, align="both", chars=grid.INDENT_CHARS, outline=2),
    Look("Heading4", "heading 4", FANGSONG, align="both", chars=grid.INDENT_CHARS, outline=3),
)
NUMBERINGS = (
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．](?!\d)"),
    re.compile(r"（\d+）"),
)
"""What the headings of each level begin with (DOMAIN 8.1)."""
DOCUMENT_NUMBER = Look("OfficialNumber", "公文发文字号", FANGSONG, align="center")
SIGNATURE = Look("OfficialSignature", "公文落款", FANGSONG, align="right")
ATTACHMENT = Look("OfficialAttachment", "公文附件说明", FANGSONG, align="left")
CAPTION = Look("OfficialCaption", "公文表题", HEITI, grid.SMALL_SIZE, align="center", before=120, after=60)
CELL = Look("OfficialCell", "公文表格", FANGSONG, grid.TABLE_SIZE, line=360)
CELL_HEAD = Look("OfficialCellHead", "公文表头", HEITI, grid.TABLE_SIZE, align="center", line=360)
RED_NAME = Look("BriefingName", "简报名称", XIAOBIAOSONG, 96, align="center", line=0, color=grid.RED)
ISSUE = Look("BriefingIssue", "简报期号", FANGSONG, align="center", before=120)
MAKER = Look("BriefingMaker", "简报编印", FANGSONG, sides=100)
MARK = Look("OfficialMark", "公文标记", HEITI)
COLOPHON = Look("OfficialColophon", "公文版记", FANGSONG, grid.SMALL_SIZE, sides=100, line=480)
HEADER = Look("Header", "header", HEITI, grid.SMALL_SIZE, align="right", line=400)
FOOTER = Look("Footer", "footer", SONGTI, grid.SMALL_SIZE, line=grid.PAGE_NUMBER_LINE)

LOOKS = (
    *(
        NORMAL,
        BODY,
        FLUSH,
        QUOTE,
        NOTE,
        TITLE,
        *LEVELS,
        DOCUMENT_NUMBER,
        SIGNATURE,
        ATTACHMENT,
        CAPTION,
        CELL,
        CELL_HEAD,
    ),
    *(RED_NAME, ISSUE, MAKER, MARK, COLOPHON, HEADER, FOOTER),
)


def letters_xml(font: str, size: int, color: str) -> str:
    """The children of a w:rPr: one font for all scripts, size in half points, colour, language.

    Western text is marked as English: under zh-CN LibreOffice breaks a line inside a number.
    """
    name = quoteattr(font)
    closer = f'<w:spacing w:val="{grid.BODY_LETTER_SPACE}"/>' if size == grid.BODY_SIZE else ""
    return (
        f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'
        f'<w:color w:val="{color}"/>{closer}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    )


def styles_xml() -> str:
    """The whole style part: defaults, the table default that Word asks for, and `LOOKS`."""
    defaults = letters_xml(FANGSONG, grid.BODY_SIZE, "000000")
    table = '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    return (
        f"<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault/></w:docDefaults>{''.join(_style_xml(look) for look in LOOKS)}{table}</w:styles>"
    )


def _style_xml(look: Look) -> str:
    default, based = (' w:default="1"', "") if look is NORMAL else ("", '<w:basedOn w:val="Normal"/>')
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{look.id}"><w:name w:val="{look.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{_paragraph_xml(look)}</w:pPr><w:rPr>{letters_xml(look.font, look.size, look.color)}</w:rPr></w:style>"
    )


def _paragraph_xml(look: Look) -> str:
    """The children of a w:pPr in the order of the schema; every one is written, so that nothing is inherited by chance."""
    keep = "<w:keepNext/>" if look.id.startswith("Heading") or look is CAPTION else ""
    height = f' w:line="{look.line}" w:lineRule="exact"' if look.line else ' w:line="240" w:lineRule="auto"'
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    # A size in half points is ten twips for half of it: one character is `size * 10` twips wide. Programs that know no
    # character units read the twips.
    first, sides = look.chars * look.size // 10, look.sides * look.size // 10
    indent = (
        f'<w:ind w:leftChars="{look.sides}" w:left="{sides}" w:rightChars="{look.sides}" w:right="{sides}"'
        f' w:firstLineChars="{look.chars}" w:firstLine="{first}"/>'
    )
    return (
        # The extra space between Chinese and western letters would push the text off the grid.
        f'{keep}<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{look.before}" w:after="{look.after}"{height}/>{indent}<w:jc w:val="{look.align}"/>{outline}'
    )


def fonts_xml() -> str:
    """The font table: every font that the papers name, with its substitutes as alternative names."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(SUBSTITUTES[name]))}/>"
        f'<w:charset w:val="86"/><w:family w:val="{"swiss" if name == HEITI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name in OFFICIAL_FONTS
    )
    return f"<w:fonts {NAMESPACE}>{fonts}</w:fonts>"


def settings_xml() -> str:
    """The settings: page numbers differ on odd and even pages, the language is Chinese, Word 2013 or later."""
    return (
        f'<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:drawingGridHorizontalSpacing w:val="158"/><w:drawingGridVerticalSpacing w:val="290"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{_SETTING}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )
