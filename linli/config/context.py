"""What every page may show: the town's name and phone."""

from django.conf import settings
from django.http import HttpRequest


def town(request: HttpRequest) -> dict[str, str]:
    return {"town_name": settings.TOWN_NAME, "town_phone": settings.TOWN_PHONE}
