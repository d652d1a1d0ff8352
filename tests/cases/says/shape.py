from collections.abc import Callable
from datetime import datetime

from linli.cases.models import Case
from linli.kernel.actor import Actor
from tests.factories.cases import Scene

Say = Callable[[Scene, int, Actor, datetime], Case]
