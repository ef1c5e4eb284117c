from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "huiyin.process.rectification"
    label = "rectification"
    verbose_name = "整改"
