from django.apps import AppConfig


class LifemeetingsConfig(AppConfig):
    name = "huiyin.process.lifemeetings"
    label = "lifemeetings"
    verbose_name = "班子会"
