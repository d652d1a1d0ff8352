"""Keys across rooms leave no trace upward: the room below must not grow an attribute for each room above."""

from django.apps import apps
from django.db import models

from tests.architecture.code import ROOMS


def _rooms_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] == "linli"]


def test_keys_across_rooms_have_no_way_back() -> None:
    for model in _rooms_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.auto_created:
                continue
            target = field.related_model
            if isinstance(target, str) or target._meta.app_label not in ROOMS:
                continue
            if target._meta.app_label != model._meta.app_label:
                assert field.remote_field.related_name == "+", f"{model._meta.label}.{field.name}"


def test_instants_and_days_say_what_they_are() -> None:
    for model in _rooms_models():
        for field in model._meta.local_fields:
            if field.model is not model or model.__name__ == "Account":
                continue
            if isinstance(field, models.DateTimeField):
                assert field.name.endswith(("_at", "_until", "upto", "_from")), (
                    f"{model._meta.label}.{field.name}"
                )
