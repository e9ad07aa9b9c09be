"""What people do, invented: a year of councils, surveys, reports and comments, told relative to the day of the load.

It writes through the features' own services where a story is told, in bulk where a crowd is drawn. No mail leaves for
what lies in the past: one would open a letter box of hundreds.
"""

from participation.base.limits.services import purge_over
from participation.base.mail.services import hold_mail
from portal.demo.life import closures, comments, councils, following, moderation, reports, surveys


def load_life(load) -> None:
    purge_over()  # what an earlier load wrote that day is not written many times
    with hold_mail():
        following.forget_former()
        for feature in (closures, councils, surveys, reports, comments, moderation, following):
            feature.load(load)
