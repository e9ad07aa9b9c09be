from django.forms.renderers import TemplatesSetting

from participation.base.forms.fields import PortalBoundField


class PortalRenderer(TemplatesSetting):
    """Draws every form the same way: error summary first, then label, hint, error, control, in that order.

    Widgets come from `django.forms` (an installed app), Wagtail's forms draw themselves and keep their own look.
    """

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = PortalBoundField
