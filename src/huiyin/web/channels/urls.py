"""The addresses of the ways by which people are listened to, below a campaign's."""

from django.urls import path

from huiyin.web.channels import (
    boxes,
    entrances,
    forums,
    listening,
    opening,
    paper,
    posters,
    sheets,
    taking_down,
    typing_in,
)

_PAPER = "listening/paper/<int:pk>"
_ONE = "listening/entrances/<int:pk>"


def patterns(campaign: str) -> list[object]:
    """All of them, each beginning with `campaign`."""
    routes = [
        ("listening", listening.listening, "listening"),
        ("listening/take-down", taking_down.take_down, "take_down"),
        ("listening/forums/new", forums.record_forum, "record_forum"),
        ("listening/forums/<int:pk>", forums.forum, "forum"),
        ("listening/boxes/new", boxes.record_box, "record_box"),
        ("listening/boxes/<int:pk>", boxes.box, "box"),
        ("listening/boxes/<int:pk>/notes", boxes.take_down_note, "take_down_note"),
        ("listening/entrances", entrances.entrances, "entrances"),
        ("listening/entrances/open", opening.open_entrance, "open_entrance"),
        ("listening/entrances/open-many", opening.open_entrances, "open_entrances"),
        ("listening/entrances/posters", posters.posters, "posters"),
        ("listening/entrances/posters.pdf", posters.posters_pdf, "posters_pdf"),
        (_ONE, entrances.entrance, "entrance"),
        (_ONE + "/close", entrances.close_entrance, "close_entrance"),
        ("listening/paper", paper.paper_batches, "paper_batches"),
        ("listening/paper/print", sheets.print_sheets, "print_sheets"),
        (_PAPER, paper.paper_batch, "paper_batch"),
        (_PAPER + "/scans", paper.keep_scans, "keep_scans"),
        (_PAPER + "/scans/<int:scan>", paper.scan_picture, "scan_picture"),
        (_PAPER + "/type", typing_in.type_sheet, "type_sheet"),
        (_PAPER + "/aside", typing_in.set_sheet_aside, "set_sheet_aside"),
        (_PAPER + "/skip", typing_in.skip_scan, "skip_scan"),
        (_PAPER + "/close", paper.close_batch, "close_batch"),
    ]
    return [path(campaign + route, view, name=name) for route, view, name in routes]
