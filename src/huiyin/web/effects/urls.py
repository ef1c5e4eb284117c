"""Addresses of effects, below a campaign's."""

from django.urls import path

from huiyin.web.effects import effect, listing

_HERE = "c/<slug:campaign>/effects"

urlpatterns = [
    path(_HERE, listing.effects, name="effects"),
    path(f"{_HERE}/<slug:number>", effect.effect, name="effect"),
]
