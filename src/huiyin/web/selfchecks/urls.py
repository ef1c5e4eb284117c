"""The addresses of papers of self-examination."""

from django.urls import path

from huiyin.web.selfchecks import handing_in, listing, reviewing, versions, writing

_HERE = "c/<slug:campaign>/selfchecks"

urlpatterns = [
    path(_HERE, listing.selfchecks, name="selfchecks"),
    path(f"{_HERE}/begin", listing.begin_selfcheck, name="begin_selfcheck"),
    path(f"{_HERE}/<int:pk>", writing.selfcheck, name="selfcheck"),
    path(f"{_HERE}/<int:pk>/save", writing.save_selfcheck, name="save_selfcheck"),
    path(f"{_HERE}/<int:pk>/hand-in", handing_in.hand_in_selfcheck, name="hand_in_selfcheck"),
    path(f"{_HERE}/<int:pk>/finish", handing_in.finish_selfcheck, name="finish_selfcheck"),
    path(f"{_HERE}/<int:pk>/drafters", handing_in.name_drafters, name="name_drafters"),
    path(f"{_HERE}/<int:pk>/review", reviewing.review_selfcheck, name="review_selfcheck"),
    path(f"{_HERE}/<int:pk>/versions/<int:number>", versions.selfcheck_version, name="selfcheck_version"),
    path(f"{_HERE}/<int:pk>.docx", versions.selfcheck_docx, name="selfcheck_docx"),
    path(f"{_HERE}/<int:pk>/reviews.xlsx", versions.selfcheck_reviews, name="selfcheck_reviews"),
]
