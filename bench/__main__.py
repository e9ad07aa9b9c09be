"""`python -m bench [PATH…]`: the table, then the budgets. Without a path, one page of each kind."""

import sys

from bench.measures import creating, memory, times, weigh
from bench.site import Site

QUERIES = 20
CODE_KB, CODE_WITH_MAP_KB, FONTS_KB = 60, 120, 45
MEMORY_MB = {"web": 180, "worker": 160}
COLUMNS = "{:26.26} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6}  {}"


def main(paths):
    with Site() as site:
        rows = site.pages()
        if paths:
            rows = [row for row in rows if row["path"] in paths]
        measure(site, rows, cached=False)
        processes = measure(site, rows, cached=True)
        created = None if paths else send(site)
    return report(site.database.engine, rows, processes, created)


def measure(site, rows, *, cached):
    """Fill in the times, and with the cache on also the sizes; returns the memory of each process, at its fullest."""
    key = "cached" if cached else "cold"
    with site.serving(cached=cached, worker=cached) as families:
        for row in rows:
            row[key] = times(site, row["path"])
            if cached:
                row["weight"] = weigh(site, row["path"])
        return [(name, pid, *memory(pid)) for name, pids in families.items() for pid in pids]


def send(site):
    with site.serving(cached=False):
        return creating(site, "/signalements/nouveau/", "canto-perdrix")


def report(engine, rows, processes, created=None):
    broken = []
    say(f"{engine}, production settings, gunicorn -w 2; milliseconds as median/p95 of one client; kB compressed\n")
    heads = ("queries", "cold", "p95", "cached", "p95", "html", "raw kB", "css+js", "fonts", "address")
    say(COLUMNS.format("page", *heads))
    for row in rows:
        weight = row["weight"]
        kilobytes = [f"{size / 1000:.1f}" for size in (weight.html, weight.html_raw, weight.code, weight.fonts)]
        durations = [f"{value:.1f}" for value in (*row["cold"], *row["cached"])]
        say(COLUMNS.format(row["label"], row["queries"], *durations, *kilobytes, row["path"]))
        code = CODE_WITH_MAP_KB if weight.has_map else CODE_KB
        broken += over(row["path"], "queries", row["queries"], QUERIES)
        broken += over(row["path"], "kB of CSS and JS", weight.code / 1000, code)
        broken += over(row["path"], "kB of fonts", weight.fonts / 1000, FONTS_KB)
    if created:
        say(f"\nsending a report: {created[0]:.1f} ms, p95 {created[1]:.1f} ms")
    say("\nprocess       RSS MB  PSS MB")
    for name, _pid, resident, proportional in processes:
        say(f"{name:12} {resident:7.0f} {proportional:7.0f}")
        broken += over(name, "MB of memory", resident, MEMORY_MB[name])
    say("")
    for line in broken:
        say(f"OVER BUDGET  {line}")
    if not broken:
        say("every budget is kept")
    return 1 if broken else 0


def over(what, unit, value, budget):
    return [f"{what}: {value:.0f} {unit}, the budget is {budget}"] if value > budget else []


def say(line):
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
