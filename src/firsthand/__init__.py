"""Firsthand: from a pile of sources to findings that stand."""

import os

# Work is spread over processes; threads of the matrix library inside each would only wait for one another. Read when NumPy is loaded, so set first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
