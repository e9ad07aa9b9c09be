"""French words, numbers and dates in templates. A missing value gives an empty text: the page says what is missing."""

from django import template

from participation.base.text import dates, numbers, typography

register = template.Library()


@register.filter(is_safe=True, needs_autoescape=True)
def fr(value, autoescape=True):
    """French spaces, `<sup>` of « 1er », references on one line. In a plain-text template only the spaces."""
    if value is None:
        return ""
    return typography.fr(value) if autoescape else typography.spaced(str(value))


@register.filter(is_safe=True, needs_autoescape=True)
def fr_plain(value, autoescape=True):
    """French spaces without markup: for `<title>`, `alt` and `aria-label`."""
    if value is None:
        return ""
    return typography.fr(value, markup=False) if autoescape else typography.spaced(str(value))


@register.filter
def nombre(value, decimals=None):
    """« 1 234,5 »."""
    return "" if value is None else numbers.grouped(value, decimals)


@register.filter
def euros(value, decimals=2):
    """« 29 174,12 € »; `|euros:0` for whole amounts."""
    return "" if value is None else numbers.euros(value, decimals)


@register.filter
def pourcent(part, whole=100):
    """`{{ kept|pourcent:total }}` is « 41 % »."""
    return "" if part is None or not whole else numbers.percent(part, whole)


@register.filter
def pluriel(count, forms):
    """`{{ n|pluriel:"étape tenue,étapes tenues" }}` is the word alone, in the number that goes with `n`."""
    singular, plural = forms.split(",")
    return numbers.plural(count or 0, singular, plural)


@register.filter(needs_autoescape=True)
def jour(value, autoescape=True):
    """« 24 mars 2026 »."""
    return fr(dates.day(value), autoescape) if value else ""


@register.filter(needs_autoescape=True)
def jour_court(value, autoescape=True):
    """« 24 mars »."""
    return fr(dates.day(value, year=False), autoescape) if value else ""


@register.filter
def mois(value):
    """« mars 2026 »."""
    return dates.month(value) if value else ""


@register.filter
def mois_seul(value):
    """« mars »."""
    return dates.MONTHS[dates.local_day(value).month - 1] if value else ""


@register.filter
def tel(value):
    """The number to dial for a phone as people write it: « 04 65 71 20 16 » is +33465712016."""
    return numbers.dialled(value)


@register.filter
def depuis(days):
    """« depuis 17 jours »."""
    return "" if days is None else dates.since(days)
