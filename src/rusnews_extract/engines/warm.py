"""Imported once by the fork server: workers then start with networks and rules in memory, and share it.

A worker that was killed is replaced in no time, and ten workers hold the networks once.
"""

import gc
import os

# One thread a worker: the networks' matrices are small, and workers share the cores. Read by BLAS when numpy loads.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from rusnews_extract.engines import worker  # noqa: E402, F401
from rusnews_extract.nlp.models import warm_models  # noqa: E402
from rusnews_extract.rules.rulebook import load_rules  # noqa: E402

warm_models()
load_rules(None)
gc.collect()
gc.freeze()  # the collector would touch, and so copy, the shared pages
