from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "huiyin.process.publicity"
    label = "publicity"
    verbose_name = "公示"
