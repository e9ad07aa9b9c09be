"""What is done about what waits to be read: one verb, one function, one transaction with its log and its letter.

`at` is the instant of the act, now unless told. Whether a person may do it is for the rules, asked by the views; that
nobody decides their own text, or an appeal against themselves, is checked here too.
"""

from participation.moderation.authors import author_key
from participation.moderation.services.appealing import OUTSIDE, appeal, decide_appeal
from participation.moderation.services.applying import APPEAL, apply_due
from participation.moderation.services.banning import ban, lift
from participation.moderation.services.deciding import TooLate, decide, decide_many, open_case, undo
from participation.moderation.services.flagging import flag
from participation.moderation.services.holding import hold, withdraw
from participation.moderation.services.photos import blur
from participation.moderation.services.screening import Verdict, check_ban, screen, text_rules
from participation.moderation.services.sealing import read_sealed
from participation.moderation.workflow import Banned, IllegalTransition, Stale

__all__ = [
    "APPEAL",
    "OUTSIDE",
    "Banned",
    "IllegalTransition",
    "Stale",
    "TooLate",
    "Verdict",
    "appeal",
    "apply_due",
    "author_key",
    "ban",
    "blur",
    "check_ban",
    "decide",
    "decide_appeal",
    "decide_many",
    "flag",
    "hold",
    "lift",
    "open_case",
    "read_sealed",
    "screen",
    "text_rules",
    "undo",
    "withdraw",
]
