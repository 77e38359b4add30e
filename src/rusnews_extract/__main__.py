"""``python -m rusnews_extract``."""

import os
import sys

# One thread a process: the networks' matrices are small, and workers share the cores. Read by BLAS when numpy loads.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

if __name__ == "__main__":
    try:
        from rusnews_extract.cli import main

        main()
    except KeyboardInterrupt:  # before the command had begun
        sys.stderr.write("Stopped; run the same command again.\n")
        sys.exit(130)
