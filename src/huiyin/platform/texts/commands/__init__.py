"""Every change to the text indexes, one door each."""

from huiyin.platform.texts.commands.duplicates import Reader, forget_text, index_texts, merge_search
from huiyin.platform.texts.commands.listing import keep_vocabulary, list_anew, list_text, unlist_text
from huiyin.platform.texts.commands.meanings import keep_meanings
from huiyin.platform.texts.commands.passages import forget_passages, index_passages
from huiyin.platform.texts.commands.pieces import keep_pieces

__all__ = [
    "Reader",
    "forget_passages",
    "forget_text",
    "index_passages",
    "index_texts",
    "keep_meanings",
    "keep_pieces",
    "keep_vocabulary",
    "list_anew",
    "list_text",
    "merge_search",
    "unlist_text",
]
