"""Written so that any Python 3 can read it: an old one must be told so in a sentence, not by a SyntaxError."""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sentence = (
        "Il faut Python {}.{} ou plus récent ; celui-ci est {}.{}. "
        "Un autre est installé ? « make run PYTHON=python3.12 ».\n"
    ).format(OLDEST[0], OLDEST[1], sys.version_info[0], sys.version_info[1])
    getattr(sys.stderr, "buffer", sys.stderr).write(sentence.encode("utf-8"))
    sys.exit(1)

from deploy.launch.commands import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
