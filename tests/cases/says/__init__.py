"""How each verb is said by a test, subject by subject, and which act's button stands for it."""

from linli.cases.states import Verb
from tests.cases.says import carrying, joining, requests, straight
from tests.cases.says.shape import Say

SAYS: dict[Verb, Say] = {**straight.SAYS, **carrying.SAYS, **requests.SAYS, **joining.SAYS}
OFFERS: dict[Verb, str] = {**straight.OFFERS, **carrying.OFFERS, **requests.OFFERS, **joining.OFFERS}
# Said while registering, or without a sentence of its own yet.
SILENT = set(Verb) - set(SAYS)
