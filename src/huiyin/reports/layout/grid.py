"""The numbers of GB/T 9704-2012 as Word stores them (DOMAIN 8.1). Pure.

Lengths are in twips (1/20 pt, 1/1440 inch), letter sizes in half points, `GRID_CHAR_SPACE` in 1/4096 pt.
"""

PAGE_WIDTH = 11906  # A4, 210 mm
PAGE_HEIGHT = 16838  # 297 mm

MARGIN_TOP = 2098  # 天头 37 mm
MARGIN_LEFT = 1587  # 订口 28 mm
MARGIN_RIGHT = 1474  # 26 mm: what 版心 156 mm leaves
# What 版心 225 mm leaves is 35 mm, 1984 twips; but 22 lines of 580 are 4 twips higher than that, and only 21 would fit.
MARGIN_BOTTOM = 1980
BODY_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT  # 版心, 156 mm

GRID_TYPE = "linesAndChars"
GRID_LINE_PITCH = 580  # 225 mm / 22 lines = 28.99 pt
GRID_CHAR_SPACE = -848  # a cell of 15.79 pt for a letter of 16 pt: 28 in a line

# 15.79 pt asks for -0.21 pt. Word keeps whole twips: with -4 a 28th letter misses the line by 0.15 pt. LibreOffice
# keeps tenths of a point, and makes -0.2 of -5. Justified lines spread the rest, so a full line has the pitch asked for.
BODY_LETTER_SPACE = -6
LINE = 580  # 固定值 29 磅
INDENT_CHARS = 200  # two characters, in hundredths

TITLE_SIZE = 44  # 2号
BODY_SIZE = 32  # 3号
SMALL_SIZE = 28  # 4号: page number, 版记
TABLE_SIZE = 24  # 小四: the standard names none for a table in the text

# The page number's line: its top is 7 mm (397 twips) below 版心. Word counts from the sheet's edge to the line's foot.
PAGE_NUMBER_LINE = 320
FOOTER_DISTANCE = MARGIN_BOTTOM - 397 - PAGE_NUMBER_LINE
HEADER_DISTANCE = 1134  # 20 mm; only a draft mark stands there

RULE_OUTER = 8  # 版记: first and last line, 0.35 mm in eighths of a point
RULE_INNER = 6  # the lines between, 0.25 mm
RED_RULE = 12  # the standard names no thickness; 0.5 mm
RED = "FF0000"

TWIPS_PER_MM = 1440 / 25.4
