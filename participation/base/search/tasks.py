from django_tasks import task

from participation.base.search.services import rebuild


@task()
def rebuild_search() -> None:
    """Every night: what a program wrote beside the services, and a label that changed, reach the search."""
    rebuild()
