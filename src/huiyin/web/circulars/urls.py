"""The addresses of circulars."""

from django.urls import path

from huiyin.web.circulars import circular, issuing, listing

_HERE = "c/<slug:campaign>/circulars"

urlpatterns = [
    path(_HERE, listing.circulars, name="circulars"),
    path(f"{_HERE}/issue", issuing.issue_circular, name="issue_circular"),
    path(f"{_HERE}/<int:pk>", circular.circular, name="circular"),
    path(f"{_HERE}/<int:pk>/file", circular.circular_file, name="circular_file"),
    path(f"{_HERE}/<int:pk>/withdraw", circular.withdraw_circular, name="withdraw_circular"),
    path(
        f"{_HERE}/<int:pk>/<int:unit>/acknowledge", circular.acknowledge_circular, name="acknowledge_circular"
    ),
    path(f"{_HERE}/<int:pk>/<int:unit>/pass-on", circular.pass_on_circular, name="pass_on_circular"),
]
