"""What the frame itself does by the clock."""

from datetime import time, timedelta

from participation.base.limits.services import purge_over
from participation.base.mail.bounces import forget_bounces
from participation.base.mail.services import purge_sent
from participation.base.search.tasks import rebuild_search
from participation.base.worker import schedule
from participation.base.worker.tasks import forget_finished_tasks, publish_scheduled

schedule.register("publish-scheduled-pages", task=publish_scheduled, every=timedelta(minutes=1))
schedule.register("purge-sent-mail", task=purge_sent, daily_at=time(3, 10))
schedule.register("forget-bounces", task=forget_bounces, daily_at=time(3, 12))
schedule.register("purge-rate-counters", task=purge_over, daily_at=time(3, 15))
schedule.register("forget-finished-tasks", task=forget_finished_tasks, daily_at=time(3, 20))
schedule.register("rebuild-search", task=rebuild_search, daily_at=time(3, 30))
