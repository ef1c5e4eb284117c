"""The addresses of the ways by which people are listened to, below a campaign's."""

from django.urls import path

from huiyin.web.channels import entrances, opening, posters

_ONE = "entrances/<int:pk>"


def patterns(campaign: str) -> list[object]:
    """All of them, each beginning with `campaign`."""
    routes = [
        ("entrances", entrances.entrances, "entrances"),
        ("entrances/open", opening.open_entrance, "open_entrance"),
        ("entrances/open-many", opening.open_entrances, "open_entrances"),
        ("entrances/posters", posters.posters, "posters"),
        ("entrances/posters.pdf", posters.posters_pdf, "posters_pdf"),
        (_ONE, entrances.entrance, "entrance"),
        (_ONE + "/close", entrances.close_entrance, "close_entrance"),
    ]
    return [path(campaign + route, view, name=name) for route, view, name in routes]
