"""Importing this module loads the models and freezes them for forked workers to share.

For a fork server (``multiprocessing.set_forkserver_preload``): the server imports it once, and every worker starts with
100 MB of vocabulary, dictionary and weights in pages that it shares with the others. ``gc.freeze`` keeps the garbage
collector from touching, and so copying, them. The first layer's table fills up in each worker by itself (113 MB).
"""

import gc

from rusnews_extract.nlp.models import load_models

load_models()
gc.collect()
gc.freeze()
