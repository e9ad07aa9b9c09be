from django.core.management import call_command


def publish_scheduled() -> None:
    """Wagtail's own command puts online, and takes offline, the pages whose hour has come."""
    call_command("publish_scheduled")


def forget_finished_tasks() -> None:
    """Arguments of tasks may speak of people: two weeks are enough to look into a failure."""
    call_command("prune_db_task_results", min_age_days=14, queue_name="*", verbosity=0)
