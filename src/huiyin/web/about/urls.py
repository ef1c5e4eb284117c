"""The addresses of what this software says of itself, and of the complaint that can be made from every page."""

from django.urls import path

from huiyin.web.about import complaining, telling

urlpatterns = [
    path("complain", complaining.complain, name="complain"),
    path("about/five-bans", telling.five_bans, name="five_bans"),
    path("about/filing", telling.filing, name="filing"),
]
