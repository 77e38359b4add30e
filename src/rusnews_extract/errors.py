"""Every error the package raises on purpose, as one tree.

    RusnewsError
    ├── BadInput      an input that cannot be read, or is no news text
    ├── BadOutput     an output folder that cannot be written, or holds another run's tables
    ├── BadRules      a rule file with a mistake in it
    ├── BadGold       a gold file that contradicts its text
    ├── BadConfig     options that do not fit together
    ├── MissingExtra  an optional dependency that is not installed
    └── Unreachable   a store that does not answer

The command line prints the message alone and exits with 2. Anything else that escapes is a bug of ours and keeps its
traceback. A message names the place and the mend.
"""

__all__ = ["BadConfig", "BadGold", "BadInput", "BadOutput", "BadRules", "MissingExtra", "RusnewsError", "Unreachable"]


class RusnewsError(Exception):
    """Root of the tree: catch this to catch all of them."""


class BadInput(RusnewsError):
    """An input that cannot be read, or is no news text."""


class BadOutput(RusnewsError):
    """An output folder that cannot be written, or that holds another run's tables."""


class BadRules(RusnewsError):
    """A rule file with a mistake in it."""


class BadGold(RusnewsError):
    """A gold file that contradicts its text."""


class BadConfig(RusnewsError):
    """Options that do not fit together."""


class MissingExtra(RusnewsError):
    """An optional dependency that is not installed."""


class Unreachable(RusnewsError):
    """A store that does not answer: no record has failed for that, and the run is to go on when it does."""
