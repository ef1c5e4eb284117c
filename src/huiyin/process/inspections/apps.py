from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "huiyin.process.inspections"
    label = "inspections"
    verbose_name = "督导走访"
