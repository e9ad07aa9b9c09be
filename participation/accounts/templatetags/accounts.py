from django import template

from participation.accounts import selectors
from participation.base.site.selectors import module_enabled

register = template.Library()

register.filter("public_name", selectors.public_name)


@register.simple_tag
def signup_is_open():
    """Whether a link to sign up leads anywhere."""
    return module_enabled("comptes")
