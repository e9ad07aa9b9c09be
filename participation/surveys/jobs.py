"""Nightly work on surveys. The worker imports this file; each may run twice."""

from datetime import time

from participation.base.worker.schedule import register
from participation.surveys.services import count_live, mix_answers, tell_opened

register("surveys-mix-answers", task=mix_answers, daily_at=time(2, 40))
register("surveys-tell-opened", task=tell_opened, daily_at=time(6, 30))
register("surveys-count-live", task=count_live, daily_at=time(2, 50))
