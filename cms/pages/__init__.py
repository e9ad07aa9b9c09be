"""What the template of each page type is given: selectors read, these modules put it into French sentences.

A model names its function in `BasePage.shows`. Each takes the page and the request, and returns
what the context gains.
"""
