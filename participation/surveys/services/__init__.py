"""Writes on surveys: the only way for pages, jobs and the demonstration to change them."""

from participation.surveys.services.answers import address_hash, send_answer_link, submit_answers
from participation.surveys.services.editing import (
    QuestionsLocked,
    check_labels,
    delete_survey,
    record_outcome,
    save_survey,
    write_questions,
)
from participation.surveys.services.upkeep import (
    blank_texts,
    count_live,
    erase_person,
    forget_participations,
    mix_answers,
    tell_opened,
)

__all__ = [
    "QuestionsLocked",
    "address_hash",
    "blank_texts",
    "check_labels",
    "count_live",
    "delete_survey",
    "erase_person",
    "forget_participations",
    "mix_answers",
    "record_outcome",
    "save_survey",
    "send_answer_link",
    "submit_answers",
    "tell_opened",
    "write_questions",
]
