"""The addresses of sealed matters and of the giver's protection."""

from django.urls import path

from huiyin.web.sealed import contacts, matter, matters, retaliations

_HERE = "c/<slug:campaign>/sealed"

urlpatterns = [
    path(_HERE, matters.sealed_matters, name="sealed_matters"),
    path(f"{_HERE}/<int:pk>", matter.sealed_matter, name="sealed_matter"),
    path(f"{_HERE}/<int:pk>/note", matter.note_sealed, name="note_sealed"),
    path(f"{_HERE}/<int:pk>/close", matter.close_sealed, name="close_sealed"),
    path(f"{_HERE}/<int:pk>/hand-back", matter.hand_back_sealed, name="hand_back_sealed"),
    path(f"{_HERE}/<int:pk>/tell", matter.tell_giver, name="tell_giver"),
    path(f"{_HERE}/<int:pk>/erase", matter.erase_matter, name="erase_matter"),
    path(f"{_HERE}/<int:pk>/contact", matter.open_sealed_contact, name="open_sealed_contact"),
    path(f"{_HERE}/<int:pk>/files/<int:file>", matter.sealed_file, name="sealed_file"),
    path("c/<slug:campaign>/retaliations", retaliations.retaliations, name="retaliations"),
    path("c/<slug:campaign>/contacts", contacts.contact_openings, name="contact_openings"),
]
