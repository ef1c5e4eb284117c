"""Every address. A view, its address, its template and its test share one name."""

from django.urls import path

from huiyin.web.accounts import languages, passwords, sign_in
from huiyin.web.home import home

CAMPAIGN = "c/<slug:campaign>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("slip", passwords.redeem_slip, name="redeem_slip"),
    path("password", passwords.change_password, name="change_password"),
    path("language", languages.choose_language, name="choose_language"),
]
