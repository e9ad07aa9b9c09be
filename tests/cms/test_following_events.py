"""What pages tell those who follow a quartier or a fiche: an article once, a step once it is kept."""

from datetime import timedelta

import pytest
from wagtail.models import PageViewRestriction

from cms.enums import FactState
from cms.models import Milestone
from cms.services import facts
from participation.base.calendar import today
from participation.notifications.enums import Delivery
from participation.notifications.models import Event
from participation.notifications.services import follow
from tests.factories.accounts import UserFactory
from tests.factories.cms import MilestoneFactory, NewsPageFactory, ProjectPageFactory
from tests.factories.notifications import RecipientFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db
ROLE = "gusp_coordinator"


def topics_of(event) -> set:
    return set(event.topics.values_list("kind", "key"))


def draft(**values):
    return NewsPageFactory(**{"live": False, "published_on": today(), **values})


class TestNews:
    def publish(self, page):
        page.save_revision().publish()

    def test_the_first_time_it_is_told_to_its_quartiers(self):
        quartiers = [QuartierFactory() for _each in range(2)]
        page = draft(title="Le parc rouvre", intro="Samedi.", quartiers=quartiers)
        assert not Event.objects.exists()
        self.publish(page)
        event = Event.objects.get()
        assert (event.kind, event.url) == ("cms/news", page.get_absolute_url())
        assert event.words == {"title": "Le parc rouvre", "intro": "Samedi."}
        assert topics_of(event) == {("actualite", str(page.pk)), *(("quartier", one.slug) for one in quartiers)}

    def test_a_correction_and_a_second_life_are_no_news(self):
        page = draft()
        self.publish(page)
        page.refresh_from_db()
        self.publish(page)
        page.unpublish()
        page.refresh_from_db()
        Event.objects.all().delete()
        self.publish(page)
        assert not Event.objects.exists()

    @pytest.mark.parametrize(("days", "told"), [(30, True), (31, False)])
    def test_an_old_date_is_an_archive(self, days, told):
        self.publish(draft(published_on=today() - timedelta(days=days)))
        assert Event.objects.exists() is told

    def test_what_not_everybody_may_read_is_told_to_nobody(self):
        page = draft()
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        self.publish(page)
        assert not Event.objects.exists()

    def test_it_reaches_a_neighbour(self, outbox):
        quartier, neighbour = QuartierFactory(), RecipientFactory()
        follow(recipient=neighbour, kind="quartier", key=quartier.slug, delivery=Delivery.NOW, confirmed=True)
        self.publish(draft(title="Le parc rouvre", quartiers=[quartier]))
        assert outbox.last(to=neighbour.email).subject == "Le parc rouvre"


class TestMilestones:
    def keep(self, milestone):
        return facts.mark_milestone_done(milestone, done_on=today(), actor=UserFactory(), role=ROLE)

    def test_a_step_that_is_kept_is_told_once(self):
        quartier = QuartierFactory()
        project = ProjectPageFactory(title="Placette des Pins", quartiers=[quartier])
        milestone = self.keep(MilestoneFactory(project=project, title="Pose des bancs", done_on=None))
        event = Event.objects.get()
        assert (event.kind, event.key, event.url) == (
            "cms/milestone",
            f"milestone-{milestone.pk}-done",
            project.get_absolute_url(),
        )
        assert topics_of(event) == {
            ("fiche", str(project.pk)),
            ("convention", str(project.get_parent().pk)),
            ("quartier", quartier.slug),
        }
        assert event.words["step"] == "Pose des bancs"
        milestone.done_on = None
        facts.save_fact(milestone, actor=UserFactory(), role=ROLE)
        self.keep(milestone)
        assert Event.objects.count() == 1

    def test_a_step_of_one_quartier_is_told_there_alone(self):
        here, there = QuartierFactory(), QuartierFactory()
        project = ProjectPageFactory(quartiers=[here, there])
        self.keep(MilestoneFactory(project=project, quartier=here, done_on=None))
        assert ("quartier", there.slug) not in topics_of(Event.objects.get())

    def test_a_proposal_is_told_once_it_is_validated(self):
        author, project = UserFactory(), ProjectPageFactory()
        proposed = facts.propose_fact(
            Milestone(project=project, title="Bancs", done_on=today()), actor=author, role=ROLE
        )
        assert not Event.objects.exists()
        facts.validate_fact(proposed, actor=UserFactory(), role=ROLE)
        assert Event.objects.count() == 1

    def test_what_is_written_down_as_kept_long_ago_is_no_news(self):
        milestone = Milestone(project=ProjectPageFactory(), title="Bancs", done_on=today() - timedelta(days=400))
        facts.save_fact(milestone, actor=UserFactory(), role=ROLE)
        milestone.title = "Trois bancs"
        facts.save_fact(milestone, actor=UserFactory(), role=ROLE)
        assert not Event.objects.exists()

    @pytest.mark.parametrize("hidden", ["draft", "proposed"])
    def test_what_nobody_sees_is_told_to_nobody(self, hidden):
        project = ProjectPageFactory(live=hidden != "draft")
        state = FactState.PROPOSED if hidden == "proposed" else FactState.VALIDATED
        milestone = MilestoneFactory(project=project, done_on=None, state=state)
        milestone.done_on = today()
        facts.save_fact(milestone, actor=UserFactory(), role=ROLE)
        assert not Event.objects.exists()
