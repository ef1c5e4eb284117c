from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "huiyin.process.figures"
    label = "figures"
    verbose_name = "数目"
