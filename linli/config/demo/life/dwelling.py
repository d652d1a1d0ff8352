"""Who lives where: the homes from which something is asked get a household, as a grid worker would write it down."""

from linli.config.demo import plan
from linli.config.demo.life.story import Story
from linli.config.founding import FOUNDER
from linli.people import actions as people
from linli.people.models import Person
from linli.places.models import PlaceKind

OLDER = ("桂芳", "国强", "秀珍", "德福", "玉兰", "长根")
YOUNGER = ("晓雨", "子安", "明月", "一帆", "小麦", "文静")
RELATIONS = ("配偶", "母亲", "儿子", "女儿")


def at_home(story: Story) -> Person | None:
    """Whoever asks, written down with a household the first time; None where no home or no name is known."""
    plot, place = story.plot, story.place
    if place.kind != PlaceKind.HOME or not plot.name or plot.place_words:
        return None
    known = Person.objects.filter(home=place).order_by("pk").first()
    if known is not None:
        return known
    dice, surname = plot.dice, plot.name[:1]
    head = people.register_person(
        name=surname + dice.choice(OLDER), phone=plot.phone, home=place, by=FOUNDER, now=story.at
    )
    household = people.found_household(home=place, head=head, by=FOUNDER, now=story.at)
    for relation in dice.sample(RELATIONS, plot.number % 3):
        family = surname if relation in ("儿子", "女儿") else dice.choice(plan.SURNAMES)
        given = (YOUNGER if relation in ("儿子", "女儿") else OLDER)[
            (plot.number + RELATIONS.index(relation)) % 6
        ]
        one = people.register_person(name=family + given, home=place, by=FOUNDER, now=story.at)
        people.add_member(household=household, person=one, relation=relation, by=FOUNDER, now=story.at)
    return head
