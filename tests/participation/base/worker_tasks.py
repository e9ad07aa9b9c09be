import time
from pathlib import Path

from django_tasks import task


@task()
def pass_the_gate(folder):
    """Notes that it began, waits until someone opens the gate, notes that it ended."""
    folder = Path(folder)
    with (folder / "log").open("a") as log:
        log.write("began\n")
    while not (folder / "gate").exists():
        time.sleep(0.02)
    with (folder / "log").open("a") as log:
        log.write("ended\n")


@task()
def add(a, b):
    return a + b


@task(takes_context=True)
def tell_id(context):
    return context.task_result.id


@task()
def fail():
    raise RuntimeError("broken on purpose")


@task()
def return_a_set():
    return {1, 2}
