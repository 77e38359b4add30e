"""Words that pages use to speak of themselves: of buttons and menus, of the imprint, of what is for sale.

No such word settles a line; «сайт» and «подписка» stand in headlines as well. A line that consists of them does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from rusnews_extract.errors import BadRules
from rusnews_extract.model import Role

__all__ = ["FrameWords", "frame_words"]

SHORTEST = 3


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The part of the frame that a word in small letters speaks of: by the whole word, or by its beginning.

    Beginnings lie by their first letters, longer ones first.
    """

    whole: Mapping[str, Role]
    begins: Mapping[str, tuple[tuple[str, Role], ...]]

    def role_of(self, word: str) -> Role | None:
        """Return the part of the frame that a word speaks of, None for other words."""
        role = self.whole.get(word)
        if role is not None:
            return role
        return next((role for begin, role in self.begins.get(word[:SHORTEST], ()) if word.startswith(begin)), None)

    def weigh(self, words: Iterable[str]) -> tuple[Role, int] | None:
        """Return the part that most of the words speak of, and how many speak of the frame at all; None if none do."""
        found = Counter(role for word in words if (role := self.role_of(word)) is not None)
        if not found:
            return None
        return max(found, key=lambda role: (found[role], role == "footer", role)), found.total()


def frame_words(pairs: Mapping[str, str], name: str) -> FrameWords:
    """Sort a lexicon's entries; raises ``BadRules`` for a role that there is not."""
    whole: dict[str, Role] = {}
    begins: dict[str, Role] = {}
    roles: dict[str, Role] = {role: role for role in get_args(Role)}
    for word, role in pairs.items():
        if role not in roles:
            raise BadRules(f"{name}: «{word}»: {role!r} is no role; known are {', '.join(roles)}")
        target = begins if word.endswith("*") else whole
        target[word.rstrip("*").lower()] = roles[role]
    sorted_begins: dict[str, tuple[tuple[str, Role], ...]] = {}
    for begin in sorted(begins, key=lambda begin: (-len(begin), begin)):
        if len(begin) < SHORTEST:
            raise BadRules(f"{name}: «{begin}*» is too short; give at least {SHORTEST} letters")
        key = begin[:SHORTEST]
        sorted_begins[key] = (*sorted_begins.get(key, ()), (begin, begins[begin]))
    return FrameWords(whole, sorted_begins)
