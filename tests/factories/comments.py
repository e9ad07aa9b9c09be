"""Comments on fiches, in any state; without account unless `user=` is given."""

import factory
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from participation.comments import delays, models
from participation.comments.enums import State
from participation.moderation.authors import author_key
from participation.moderation.enums import CaseState, Decision, Rule
from participation.moderation.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.cms import ProjectPageFactory


class PublicCommentFactory(factory.django.DjangoModelFactory):
    """Published just now, so that an answer is due; `target=` is the fiche, a new one by default."""

    class Meta:
        model = models.PublicComment
        exclude = ["target"]

    target = factory.SubFactory(ProjectPageFactory)
    content_type = factory.LazyAttribute(lambda comment: ContentType.objects.get_for_model(comment.target))
    object_pk = factory.LazyAttribute(lambda comment: str(comment.target.pk))
    site_id = settings.SITE_ID
    comment = factory.Sequence(lambda n: f"Est-ce que les lampes s’éteignent à minuit ? ({n})")
    submit_date = factory.LazyFunction(timezone.now)
    state = State.PUBLISHED
    is_public = factory.LazyAttribute(lambda comment: comment.state == State.PUBLISHED)
    is_removed = factory.LazyAttribute(lambda comment: comment.state == State.REMOVED)
    user_email = factory.Maybe("user", "", factory.Sequence(lambda n: f"voisin-{n}@exemple.fr"))
    user = None
    held_for = factory.LazyAttribute(lambda comment: "" if comment.user else Rule.NO_ACCOUNT)
    published_at = factory.LazyAttribute(
        lambda comment: comment.submit_date if comment.state in (State.PUBLISHED, State.REMOVED) else None
    )
    answer_by = factory.LazyAttribute(
        lambda comment: (
            delays.answer_by(comment.published_at) if comment.published_at and not comment.reply_to else None
        )
    )
    reply_to = None
    refusal_reason = factory.LazyAttribute(
        lambda comment: "Un nom est cité." if comment.state in (State.REFUSED, State.REMOVED) else ""
    )


class OfficialAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.OfficialAnswer

    comment = factory.SubFactory(PublicCommentFactory)
    text = "Non : les lampes du passage restent allumées toute la nuit."
    service = "la Ville, service Développement des quartiers"
    role = "gusp_coordinator"
    at = factory.LazyFunction(timezone.now)
    working_days = factory.LazyAttribute(
        lambda answer: delays.answered_in(answer.comment.published_at, answer.at, answer.comment.commune_id)
    )


class DiscussionFactory(factory.django.DjangoModelFactory):
    """Without dates unless given; `target=` is the fiche, a new one by default."""

    class Meta:
        model = models.Discussion
        exclude = ["target"]

    target = factory.SubFactory(ProjectPageFactory)
    content_type = factory.LazyAttribute(lambda discussion: ContentType.objects.get_for_model(discussion.target))
    object_pk = factory.LazyAttribute(lambda discussion: str(discussion.target.pk))
    outcome = ""
    outcome_at = factory.LazyAttribute(lambda discussion: timezone.now() if discussion.outcome else None)


def known_writer(**values):
    """An account of which something was read and published before: its next comment appears at once."""
    user = UserFactory(**values)
    Case.objects.create(
        kind="signalement",
        key=f"MAR-26-{user.pk:06}",
        rule=Rule.FIRST_MESSAGE,
        rules=[Rule.FIRST_MESSAGE],
        state=CaseState.CLOSED,
        decision=Decision.PUBLISH,
        decided_at=timezone.now(),
        apply_at=timezone.now(),
        applied_at=timezone.now(),
        author_key=author_key(user=user),
    )
    return user
