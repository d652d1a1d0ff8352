"""Time limits by tier of urgency, where a matter sets none of its own."""

from linli.worktime.clocks import ClockKind

# Finish: BJ-TIER (domain 1.3). Contact within 24 h is a common local rule [K]; the others are this house's own and a
# town's to change, matter by matter.
TIER_LIMITS: dict[str, dict[str, tuple[str, int]]] = {
    "danger": {
        "sign": (ClockKind.ALWAYS, 15),
        "contact": (ClockKind.ALWAYS, 30),
        "finish": (ClockKind.ALWAYS, 120),
    },
    "basic": {
        "sign": (ClockKind.ALWAYS, 120),
        "contact": (ClockKind.ALWAYS, 240),
        "finish": (ClockKind.ALWAYS, 1440),
    },
    "ordinary": {
        "sign": (ClockKind.OFFICE_HOURS, 240),
        "contact": (ClockKind.ALWAYS, 1440),
        "finish": (ClockKind.CALENDAR_DAYS, 7),
    },
    "complex": {
        "sign": (ClockKind.OFFICE_HOURS, 240),
        "contact": (ClockKind.ALWAYS, 1440),
        "finish": (ClockKind.CALENDAR_DAYS, 15),
    },
}
