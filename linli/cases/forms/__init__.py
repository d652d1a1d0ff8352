"""What people type on the pages of this room, checked and made into plain values. Nothing here writes."""

from linli.cases.forms.carrying import NeighbourSettleForm, PassOnForm, ReasonForm, ToSeatForm
from linli.cases.forms.photos import MorePhotosForm, PhotosField, RemovePhotoForm, WorkPhotosForm
from linli.cases.forms.places import PlaceForm, look_for, suggest
from linli.cases.forms.platforms import LayoutForm, SheetForm, UndoForm, stamps_of
from linli.cases.forms.registering import RegisterForm
from linli.cases.forms.residents import AnswerLinkForm, CodeForm, LeaveForm, RateForm, ReportForm
from linli.cases.forms.searching import PhoneSearchForm, SearchForm
from linli.cases.forms.staff import (
    AnswerForm,
    CallBackForm,
    DeclineForm,
    DispatchForm,
    NoteForm,
    NumberForm,
    PressForm,
    SendBackForm,
    SettleForm,
    WithdrawForm,
)
from linli.cases.forms.thanks import ThanksForm
from linli.cases.forms.together import (
    AskPartForm,
    BlowForm,
    EndWhistleForm,
    RateCallForm,
    ResultForm,
    SuperviseForm,
    SupervisionReplyForm,
    UrgeForm,
    VerdictForm,
)
from linli.cases.forms.typed import MOST_WORDS

__all__ = [
    "MOST_WORDS",
    "AnswerForm",
    "AnswerLinkForm",
    "AskPartForm",
    "BlowForm",
    "CallBackForm",
    "CodeForm",
    "DeclineForm",
    "DispatchForm",
    "EndWhistleForm",
    "LayoutForm",
    "LeaveForm",
    "MorePhotosForm",
    "NeighbourSettleForm",
    "NoteForm",
    "NumberForm",
    "PassOnForm",
    "PhoneSearchForm",
    "PhotosField",
    "PlaceForm",
    "PressForm",
    "RateCallForm",
    "RateForm",
    "ReasonForm",
    "RegisterForm",
    "RemovePhotoForm",
    "ReportForm",
    "ResultForm",
    "SearchForm",
    "SendBackForm",
    "SettleForm",
    "SheetForm",
    "SuperviseForm",
    "SupervisionReplyForm",
    "ThanksForm",
    "ToSeatForm",
    "UndoForm",
    "UrgeForm",
    "VerdictForm",
    "WithdrawForm",
    "WorkPhotosForm",
    "look_for",
    "stamps_of",
    "suggest",
]
