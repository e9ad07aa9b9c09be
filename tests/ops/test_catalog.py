from hypothesis import given
from hypothesis import strategies as st

from deploy.catalog import Entry, parse, render

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\x00"), max_size=60)
SINGLE = st.builds(lambda key, text: {"msgid": key, "msgstr": text}, TEXT.filter(bool), TEXT)
PLURAL = st.builds(
    lambda one, many: {"msgid": one, "msgid_plural": many, "msgstr[0]": "", "msgstr[1]": ""}, TEXT.filter(bool), TEXT
)


@given(st.lists(SINGLE | PLURAL))
def test_what_is_written_is_read_again(words):
    entries = [Entry(words=one) for one in words]

    assert parse(render(entries)) == entries


def test_a_plural_is_filled_from_its_msgids():
    entry = Entry(words={"msgid": "%(n)s étape", "msgid_plural": "%(n)s étapes", "msgstr[0]": "", "msgstr[1]": ""})

    entry.fill_plural()

    assert entry.strings == ["%(n)s étape", "%(n)s étapes"]


def test_broken_lines_context_and_comments_are_read():
    text = '# note\n#, python-format\nmsgctxt "a"\nmsgid ""\n"one "\n"two\\n"\nmsgstr ""\n\nmsgid "b"\nmsgstr "c"\n'

    first, second = parse(text)

    assert first.words == {"msgctxt": "a", "msgid": "one two\n", "msgstr": ""}
    assert first.comments == ["# note", "#, python-format"]
    assert second.words == {"msgid": "b", "msgstr": "c"}
