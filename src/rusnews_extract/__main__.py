"""``python -m rusnews_extract``."""

import os

# One thread a process: the networks' matrices are small, and workers share the cores. Read by BLAS when numpy loads.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from rusnews_extract.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
