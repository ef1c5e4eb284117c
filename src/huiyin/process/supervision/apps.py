from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "huiyin.process.supervision"
    label = "supervision"
    verbose_name = "督导"
