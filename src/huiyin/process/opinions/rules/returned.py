"""The workbook of rows that stayed out: what its writer calls things, so that its reader knows the mended file again."""

REFUSED_SHEET = "未收录的行"
REMARKS_SHEET = "请核对"

REFUSED_HEADINGS = ("行号", "未收录的原因", "Reason")
"""Put before the row's own columns; `heading_words` knows each of them as no part of an opinion."""

REMARKS_HEADINGS = ("行号", "说明", "Note")
