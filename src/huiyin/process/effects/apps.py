from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "huiyin.process.effects"
    label = "effects"
    verbose_name = "整改成效"
