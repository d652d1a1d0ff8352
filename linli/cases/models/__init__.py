"""The tables of a case, and of everything that hangs on it."""

from linli.cases.models.case import (
    IS_OPEN,
    Case,
    Channel,
    DeclineGround,
    DemandKind,
    ExclusionGround,
    Outcome,
    UnplacedWhy,
)
from linli.cases.models.desk import SavedView, StandardText
from linli.cases.models.reports import CallBack, Photo, PhotoOf, ProxyConsent, Report, Urge, VoiceNote
from linli.cases.models.requests import HoldKind, Pause, PauseWhy, ReferralGround, Request, RequestKind
from linli.cases.models.together import (
    IS_GOING_ON,
    IS_UNREPLIED,
    AskOutcome,
    Involved,
    NeighbourAsk,
    Part,
    Supervision,
    SupervisionGround,
    Whistle,
    WhistleCall,
)
from linli.cases.models.town import Platform, Practice

__all__ = [
    "IS_GOING_ON",
    "IS_OPEN",
    "IS_UNREPLIED",
    "AskOutcome",
    "CallBack",
    "Case",
    "Channel",
    "DeclineGround",
    "DemandKind",
    "ExclusionGround",
    "HoldKind",
    "Involved",
    "NeighbourAsk",
    "Outcome",
    "Part",
    "Pause",
    "PauseWhy",
    "Photo",
    "PhotoOf",
    "Platform",
    "Practice",
    "ProxyConsent",
    "ReferralGround",
    "Report",
    "Request",
    "RequestKind",
    "SavedView",
    "StandardText",
    "Supervision",
    "SupervisionGround",
    "UnplacedWhy",
    "Urge",
    "VoiceNote",
    "Whistle",
    "WhistleCall",
]
