"""All addresses: those of the pages."""

from huiyin.web.urls import urlpatterns

handler404 = "huiyin.web.frame.givers.not_found"
handler500 = "huiyin.web.frame.failing.our_fault"

__all__ = ["handler404", "handler500", "urlpatterns"]
