from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "huiyin.platform.accounts"
    label = "accounts"
    verbose_name = "账号"
