from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "huiyin.process.sealed"
    label = "sealed"
    verbose_name = "密封"
