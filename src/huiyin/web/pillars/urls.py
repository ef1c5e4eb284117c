"""The addresses of the pages on which talks, papers and the meeting stand side by side."""

from django.urls import path

from huiyin.web.pillars import listing, unit, unities

_HERE = "c/<slug:campaign>/pillars"

urlpatterns = [
    path(_HERE, listing.pillars, name="pillars"),
    path(f"{_HERE}/<int:pk>", unit.unit_pillars, name="unit_pillars"),
    path(f"{_HERE}/meetings/<int:pk>", unities.meeting_unities, name="meeting_unities"),
]
