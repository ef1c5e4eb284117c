from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "huiyin.platform.texts"
    label = "texts"
    verbose_name = "文本索引"
