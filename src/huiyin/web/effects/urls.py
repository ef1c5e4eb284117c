"""Addresses of effects, below a campaign's."""

from django.urls import path

from huiyin.web.effects import effect, export, listing, rounds

_HERE = "c/<slug:campaign>/effects"

urlpatterns = [
    path(_HERE, listing.effects, name="effects"),
    path(f"{_HERE}.xlsx", export.export_effects, name="export_effects"),
    path(f"{_HERE}.docx", export.effects_paper, name="effects_paper"),
    path(f"{_HERE}/rounds", rounds.listening_rounds, name="listening_rounds"),
    path(f"{_HERE}/<slug:number>", effect.effect, name="effect"),
]
