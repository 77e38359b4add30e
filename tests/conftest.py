"""Things that are slow to build or may be absent, once a session."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# as in a run: threads that wait for one another make small matrices slow, on a busy machine twenty times
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def corpora_folder() -> Path:
    """Return where the evaluation corpora lie, or would lie."""
    return Path(os.environ.get("RUSNEWS_CORPORA") or ROOT.parent / "shared" / "corpora")


@pytest.fixture(scope="session")
def corpora():
    """The folder of the evaluation corpora; tests that want it are skipped where it is absent."""
    folder = corpora_folder()
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}; set RUSNEWS_CORPORA to their folder")
    return folder


@pytest.fixture(scope="session")
def rules():
    """The package's own rule folders."""
    from rusnews_extract.rules.loading import RuleFolders

    return RuleFolders()


@pytest.fixture(scope="session")
def models():
    """The three networks and the vocabulary."""
    from rusnews_extract.nlp.models import load_models

    return load_models()


@pytest.fixture(scope="session")
def vocab():
    """Morphology of single words, without the networks."""
    from rusnews_extract.nlp.vocab import load_vocab

    return load_vocab()
