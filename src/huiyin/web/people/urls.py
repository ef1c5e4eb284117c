"""The addresses of people and units."""

from django.urls import path

from huiyin.web.people import (
    handing_over,
    holding,
    importing_people,
    importing_units,
    listing,
    moving,
    opening,
    person,
    slips,
    units,
)

urlpatterns = [
    path("people", listing.people, name="people"),
    path("people/open", opening.open_account, name="open_account"),
    path("people/import", importing_people.import_people, name="import_people"),
    path("people/form.xlsx", importing_people.people_form, name="people_form"),
    path("people/<int:pk>", person.person, name="person"),
    path("people/<int:pk>/grant", holding.give_grant, name="give_grant"),
    path("people/<int:pk>/grant/<int:held>/end", holding.end_grant, name="end_grant"),
    path("people/<int:pk>/post", holding.give_post, name="give_post"),
    path("people/<int:pk>/post/<int:held>/end", holding.end_post, name="end_post"),
    path("people/<int:pk>/slip", slips.hand_out_slip, name="hand_out_slip"),
    path("people/<int:pk>/close", opening.close_account, name="close_account"),
    path("people/<int:pk>/hand-over", handing_over.hand_over, name="hand_over"),
    path("units", units.units, name="units"),
    path("units/import", importing_units.import_units, name="import_units"),
    path("units/form.xlsx", importing_units.units_form, name="units_form"),
    path("units/<int:pk>", units.unit, name="unit"),
    path("units/<int:pk>/move", moving.move_unit, name="move_unit"),
]
