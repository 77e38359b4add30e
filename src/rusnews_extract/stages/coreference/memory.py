"""Who was spoken of so far, and the pair that was spoken of last."""

from dataclasses import dataclass, field

from rusnews_extract.stages.coreference.view import View

__all__ = ["Memory", "Seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One occurrence of somebody: by name, by role or by pronoun. ``kind`` is the entity type."""

    token: int
    entity: int
    kind: str
    gender: str | None
    subject: bool
    sentence: int
    line: int
    speech: int


@dataclass(slots=True)
class Memory:
    """Occurrences in the order of the text, and the last pairs of persons and of states."""

    view: View
    seen: list[Seen] = field(default_factory=list)
    pairs: dict[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict)

    def add(self, token: int, entity: int, gender: str | None, *, subject: bool) -> None:
        """Note an occurrence, and the pair it makes with the subject of its sentence."""
        view = self.view
        entry = Seen(
            token,
            entity,
            view.entities[entity].type,
            gender,
            subject,
            view.sentence_at[token],
            view.line_at[token],
            view.speech_at[token],
        )
        self._pair(entry)
        self.seen.append(entry)

    def last_pair(self, kind: str) -> tuple[int, tuple[int, ...]] | None:
        """Return ``(token, entities)`` of the last pair: of «persons», «states» or the later of «both»."""
        if kind != "both":
            return self.pairs.get(kind)
        known = [self.pairs[k] for k in ("persons", "states") if k in self.pairs]
        return max(known) if known else None

    def _pair(self, new: Seen) -> None:
        kind = "persons" if new.kind == "PER" else "states"
        states = self.view.entity_of_state.values()
        if kind == "states" and new.entity not in states:
            return
        for old in reversed(self.seen[-4:]):
            if old.sentence != new.sentence or old.speech != new.speech:
                return
            if old.entity == new.entity or (old.kind == "PER") != (new.kind == "PER"):
                continue
            if kind == "states" and old.entity not in states:
                continue
            if self._joined(old.token, new.token) or (old.kind == "PER" and old.subject and self._party(new.token)):
                self.pairs[kind] = (new.token, (old.entity, new.entity))
                return

    def _joined(self, first: int, second: int) -> bool:
        """«Путин и Алиев», «Путина с Алиевым», «президенты А и Б»: one conjunction and no verb between."""
        view = self.view
        words = view.lower[first + 1 : second]
        if len(words) > 10 or not ({"и"} | view.rules.words.company) & set(words):
            return False
        return not any(view.tokens.pos[t] in ("VERB", "PUNCT") for t in range(first + 1, second))

    def _party(self, token: int) -> bool:
        """«… встретился с Петровым», «… позвонил Петрову»: the other party of what the subject does."""
        view = self.view
        start = token
        first = view.first_of_sentence[view.sentence_at[token]]
        while start > first and view.tokens.pos[start - 1] in ("NOUN", "ADJ", "PROPN"):
            start -= 1
        before = view.lower[start - 1] if start else ""
        case = view.case(token)
        return (case == "Ins" and before in view.rules.words.company) or (
            case == "Dat" and view.tokens.pos[start - 1] == "VERB"
        )
