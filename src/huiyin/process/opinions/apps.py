from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "huiyin.process.opinions"
    label = "opinions"
    verbose_name = "意见"
