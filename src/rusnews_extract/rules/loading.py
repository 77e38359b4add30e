"""Read rule and word files, the package's own and a user's on top, and say exactly what is wrong with a bad one.

A rule is a table of a TOML file with an ``id``; a lexicon is a text file with one entry a line. A user's folder has
the same layout as this one: a rule with a known id replaces ours, another id adds to them; a lexicon line adds, one
that begins with ``-`` takes away. TOML and text are read, never run. Rejected: YAML (a dependency, and typed surprises)
and generated Python.
"""

import hashlib
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from rusnews_extract.errors import BadRules

__all__ = ["RuleFolders"]

T = TypeVar("T")
BUILT_IN = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RuleFolders:
    """The folders that rules are read from, later ones on top of earlier ones."""

    folders: tuple[Path, ...] = (BUILT_IN,)

    @classmethod
    def with_extra(cls, extra: Path | None) -> "RuleFolders":
        """Return the built-in folder with the user's on top; raises ``BadRules`` where that is no folder."""
        if extra is None:
            return cls()
        if not extra.is_dir():
            raise BadRules(f"{extra}: no such folder; --rules takes a folder laid out like the package's rules/")
        return cls((BUILT_IN, extra))

    def names(self, pattern: str) -> tuple[str, ...]:
        """List the rule files that match a glob such as ``events/*.toml``, by name relative to the folder."""
        found = {p.relative_to(folder).as_posix() for folder in self.folders for p in folder.glob(pattern)}
        return tuple(sorted(found))

    def entries(self, name: str, table: str, kind: type[T]) -> tuple[T, ...]:
        """Read the ``[[table]]`` entries of a TOML file as instances of the dataclass ``kind``, which has an ``id``.

        Raises ``BadRules`` for a missing or unknown field, a wrong type, or an id that stands twice in one file.
        """
        merged: dict[str, T] = {}
        for place, content in self._toml(name):
            seen: set[str] = set()
            for position, raw in enumerate(content.get(table, []), 1):
                entry_id = raw.get("id") if isinstance(raw, dict) else None
                where = f"{place}: {table} {entry_id or f'no. {position}'}"
                if not isinstance(entry_id, str):
                    raise BadRules(f'{where}: needs an id, as in id = "my-rule"')
                if entry_id in seen:
                    raise BadRules(f"{where}: the id stands twice in this file; give one of them another")
                seen.add(entry_id)
                merged[entry_id] = _build(kind, raw, where)
        return tuple(merged.values())

    def table(self, name: str, table: str) -> Mapping[str, Any]:
        """Read the ``[table]`` of a TOML file, the user's keys on top; empty where no file has it."""
        merged: dict[str, Any] = {}
        for place, content in self._toml(name):
            part = content.get(table, {})
            if not isinstance(part, dict):
                raise BadRules(f"{place}: [{table}] must be a table of keys and values")
            merged.update(part)
        return merged

    def words(self, name: str) -> tuple[str, ...]:
        """Read a lexicon: one entry a line, ``# phrase`` behind it shows where it comes from; in file order."""
        merged: dict[str, None] = {}
        for _, line in self._lines(name):
            if line.startswith("-") and len(line) > 1:
                merged.pop(line[1:].strip(), None)
            else:
                merged[line] = None
        return tuple(merged)

    def pairs(self, name: str) -> Mapping[str, str]:
        """Read a two-column lexicon: key, tab, value; raises ``BadRules`` for a line of another shape."""
        merged: dict[str, str] = {}
        for place, line in self._lines(name):
            key, tab, value = line.partition("\t")
            if not tab:
                raise BadRules(f"{place}: «{line}» needs a tab between its two columns")
            merged[key.strip()] = value.strip()
        return merged

    def overview(self) -> Iterator[tuple[str, str, str]]:
        """Yield ``(file, id, why)`` of every rule, a user's after ours."""
        for name in self.names("**/*.toml"):
            for place, content in self._toml(name):
                for entries in content.values():
                    for entry in entries if isinstance(entries, list) else ():
                        if isinstance(entry, dict) and "id" in entry:
                            yield place, str(entry["id"]), str(entry.get("why", ""))

    def digest(self) -> str:
        """Return a digest over all rule files: two runs with equal digests read the same rules."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(p for p in folder.rglob("*") if p.suffix in {".toml", ".txt", ".tsv"}):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    def _toml(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for place, text in self._texts(name):
            try:
                yield place, tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                raise BadRules(f"{place}: is no valid TOML: {error}") from error

    def _lines(self, name: str) -> Iterator[tuple[str, str]]:
        for place, text in self._texts(name):
            for number, line in enumerate(text.splitlines(), 1):
                entry = line.split("#", 1)[0].rstrip()
                if entry:
                    yield f"{place}:{number}", entry

    def _texts(self, name: str) -> Iterator[tuple[str, str]]:
        found = False
        for folder in self.folders:
            path = folder / name
            if path.is_file():
                found = True
                try:
                    yield (name if folder == BUILT_IN else str(path)), path.read_text(encoding="utf-8")
                except UnicodeDecodeError as error:
                    raise BadRules(f"{path}: is not UTF-8; save it as UTF-8") from error
        if not found:
            raise BadRules(f"{name}: no such rule file in {', '.join(str(f) for f in self.folders)}")


def _build(kind: type[T], raw: Mapping[str, Any], where: str) -> T:
    hints = typing.get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    for key in raw:
        if key not in known:
            raise BadRules(f"{where}: unknown field {key!r}; known are {', '.join(known)}")
    values = {}
    for name, f in known.items():
        if name in raw:
            values[name] = _convert(hints[name], raw[name], f"{where}: {name}")
        elif f.default is MISSING and f.default_factory is MISSING:
            raise BadRules(f"{where}: the field {name!r} is missing")
    return kind(**values)


def _convert(hint: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - TOML values have no narrower type
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _convert(next(a for a in args if a is not type(None)), value, where)
    if origin is tuple and isinstance(value, list):
        return tuple(_convert(args[0], v, where) for v in value)
    if origin is frozenset and isinstance(value, list):
        return frozenset(_convert(args[0], v, where) for v in value)
    if origin is typing.Literal:
        if value in args:
            return value
        raise BadRules(f"{where}: {value!r} is none of {', '.join(map(str, args))}")
    if origin in (dict, Mapping) and isinstance(value, dict):
        return {k: _convert(args[1], v, where) for k, v in value.items()}
    if hint is float and type(value) is int:
        return float(value)
    if isinstance(hint, type) and type(value) is hint:
        return value
    name = getattr(hint, "__name__", str(hint)) if origin is None else str(hint)
    raise BadRules(f"{where}: {value!r} is no {name}")
