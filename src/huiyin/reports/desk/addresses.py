"""Addresses of places. Reports know no pages: Django is asked by the name, as the site that runs spells it."""

from django.urls import reverse

from huiyin.process.campaigns.models import Campaign
from huiyin.reports.desk.todos import Place


def path_of(campaign: Campaign, place: Place | None) -> str:
    """The path of a place in a campaign, "" for none."""
    if place is None:
        return ""
    path = reverse(place.name, args=[campaign.code, *place.args])
    query = f"?{place.query}" if place.query else ""
    return f"{path}{query}#{place.fragment}" if place.fragment else f"{path}{query}"


def item_place(pk: int) -> Place:
    """Where an item of one's own unit is reported on: opened in the to-do list."""
    return Place("todo", query=f"item={pk}", fragment=f"item-{pk}")
