"""`make bench`: what each public page costs, on a portal of its own that holds the demonstration.

Production settings, gunicorn with two processes, a temporary database (SQLite, or a new one on the server of
DATABASE_URL). Queries and sizes have budgets, and the exit status says whether they are kept; times are only shown,
since they depend on the machine.
"""
