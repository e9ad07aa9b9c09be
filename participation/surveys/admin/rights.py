from django.contrib.auth import get_user_model
from wagtail.permission_policies import BasePermissionPolicy

from participation.accounts.rules import grants_of
from participation.surveys.rules import can_enter_surveys, can_manage_survey, can_manage_surveys_of
from participation.territory.models import Commune


class SurveyPolicy(BasePermissionPolicy):
    """Wagtail asks permission policies; this one answers with the named rules."""

    def user_has_permission(self, user, action):
        return can_enter_surveys(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return can_enter_surveys(user) and (action == "view" or can_manage_survey(user, instance))

    def users_with_any_permission(self, actions):
        """Wagtail offers these in filters; rights themselves are asked one person at a time."""
        return get_user_model().objects.filter(is_active=True, is_staff=True)


def managed_communes(user):
    """The communes whose surveys this person may write."""
    if can_manage_surveys_of(user, None):
        return Commune.objects.all()
    ids = {grant.commune_id for grant in grants_of(user) if grant.commune_id}
    return Commune.objects.filter(pk__in=[pk for pk in ids if can_manage_surveys_of(user, pk)])
