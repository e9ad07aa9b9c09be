from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


class SurveyQuerySet(models.QuerySet):
    def public(self):
        return self.filter(published=True)

    def open_on(self, day):
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def coming_on(self, day):
        return self.filter(opens_on__gt=day)

    def closed_on(self, day):
        return self.filter(closes_on__lt=day)

    def around(self, quartier):
        """Those that ask this quartier, or its whole commune, or everyone."""
        everywhere = Q(quartiers__isnull=True)
        ours = Q(commune__isnull=True) | Q(commune=quartier.commune_id)
        return self.filter(Q(quartiers=quartier) | (everywhere & ours)).distinct()

    def without_outcome(self):
        return self.filter(outcome="")

    def with_n(self):
        """`n`: how many people answered."""
        sheets = self.model._meta.get_field("sheets").related_model
        counted = sheets.objects.order_by().filter(survey=OuterRef("pk")).values("survey").annotate(n=Count("pk"))
        return self.annotate(n=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0))

    def with_free_answers(self):
        """`texts`: how many free answers there are to read."""
        questions = self.model._meta.get_field("questions").related_model
        answers = questions._meta.get_field("answers").related_model
        written = answers.objects.order_by().free_texts().filter(sheet__survey=OuterRef("pk")).values("sheet__survey")
        counted = written.annotate(n=Count("pk")).values("n")
        return self.annotate(texts=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class ParticipationQuerySet(models.QuerySet):
    def of_user(self, user):
        return self.filter(user=user)

    def of_address(self, address_hash):
        return self.filter(address_hash=address_hash)

    def closed_before(self, day):
        return self.filter(survey__closes_on__lt=day)


class AnswerQuerySet(models.QuerySet):
    def free_texts(self):
        return self.exclude(text="")

    def closed_before(self, day):
        return self.filter(sheet__survey__closes_on__lt=day)
