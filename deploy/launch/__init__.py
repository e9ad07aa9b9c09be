"""Starts the portal on a machine that has nothing but Python: `python3 -m deploy.launch run`.

Only the standard library, since it runs before anything is installed. Each way to fail ends in one French sentence.
"""
