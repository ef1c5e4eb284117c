"""The addresses of what the campaign shows of formalism in itself."""

from django.urls import path

from huiyin.web.formalism import looking

_HERE = "c/<slug:campaign>/formalism"

urlpatterns = [
    path(_HERE, looking.formalism, name="formalism"),
    path(f"{_HERE}/list.xlsx", looking.formalism_list, name="formalism_list"),
]
