"""Addresses of places. Reports know no pages: Django is asked by the name, as the site that runs spells it."""

from functools import lru_cache

from django.urls import reverse

from huiyin.process.campaigns.models import Campaign
from huiyin.reports.desk.todos import Place


def path_of(campaign: Campaign, place: Place | None) -> str:
    """The path of a place in a campaign, "" for none."""
    if place is None:
        return ""
    path = _path(place.name, *(() if place.own else (campaign.code,)), *place.args)
    query = f"?{place.query}" if place.query else ""
    return f"{path}{query}#{place.fragment}" if place.fragment else f"{path}{query}"


@lru_cache(maxsize=1024)
def _path(name: str, *args: str) -> str:
    """Asked once: a day's messages have hundreds of thousands of lines that lead to a few pages."""
    return reverse(name, args=args)


def item_place(pk: int) -> Place:
    """Where an item of one's own unit is reported on: opened in the to-do list."""
    return Place("todo", query=f"item={pk}", fragment=f"item-{pk}")
