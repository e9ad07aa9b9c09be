"""Surveys in the Wagtail admin: written, published and answered with an outcome by those who manage them."""
