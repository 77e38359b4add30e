"""The house has floors: a module imports from its own floor or from below, never from above."""

import ast
from pathlib import Path

import pytest

import rusnews_extract

PACKAGE = Path(rusnews_extract.__file__).parent
FLOORS = (
    ("errors", "version", "ids", "spans", "marks"),
    ("remote",),
    ("storage",),
    ("model",),
    ("references", "config", "generations", "lock"),
    ("rules",),
    ("nlp",),
    ("readers", "stages"),
    ("pipeline",),
    ("tables",),
    ("rows", "frames"),
    ("keys", "writers"),
    ("shard",),
    ("corpus",),
    ("engines",),
    ("api", "show", "evaluate", "inputs"),
    ("runs",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MODULES = sorted(p.relative_to(PACKAGE) for p in PACKAGE.rglob("*.py"))
LANGUAGE_ENGINE = {"natasha", "slovnet", "navec", "razdel", "pymorphy3", "pymorphy2", "yargy"}


def imported(module: Path) -> set[str]:
    """Return the absolute names that a module imports."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            names.add(node.module or "")
    return names


def room(module: Path) -> str:
    """Return the room of a module: its folder, or its own name at the top."""
    return module.parts[0] if len(module.parts) > 1 else module.stem


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_go_down(module):
    """A module imports only from its own floor or from below."""
    own = FLOOR_OF[room(module)]
    for name in imported(module):
        if name.startswith("rusnews_extract."):
            other = name.split(".")[1]
            assert FLOOR_OF[other] <= own, f"{module} reaches up to {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] == "stages"], ids=str)
def test_stages_do_not_know_one_another(module):
    """A stage imports no other stage: only the pipeline knows their order."""
    own = module.parts[1].removesuffix(".py")
    for name in imported(module):
        if name.startswith("rusnews_extract.stages."):
            assert name.split(".")[2] == own


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] != "nlp"], ids=str)
def test_only_nlp_knows_the_language_engine(module):
    """Natasha and its family are imported in nlp alone."""
    assert not LANGUAGE_ENGINE & {name.split(".")[0] for name in imported(module)}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_rooms_stay_small(module):
    """No module is longer than 400 lines."""
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("name", rusnews_extract.__all__)
def test_public_names_exist(name):
    """Every public name can be had from the package."""
    assert getattr(rusnews_extract, name) is not None
