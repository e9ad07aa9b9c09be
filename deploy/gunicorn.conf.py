"""gunicorn, for `make run` and for a server: `gunicorn -c deploy/gunicorn.conf.py portal.wsgi:application`.

`WEB_WORKERS` processes (2) of `WEB_THREADS` threads (4). The application is loaded once, before the fork, so that its
memory is shared.
"""

import gc
import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True
control_socket_disable = True
# The heartbeat file of a worker must not wait for a disk.
MEMORY = "/dev/shm"  # noqa: S108
worker_tmp_dir = MEMORY if Path(MEMORY).is_dir() else None
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "0"))
max_requests_jitter = max_requests // 10
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = None


def when_ready(server):
    """What the application was loaded into stays out of the garbage collector's way: processes keep sharing it, and
    they end at once instead of walking through it."""
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """A connection opened while the application was loaded belongs to the parent."""
    from django.db import connections

    connections.close_all()
