"""Cleaning: which lines of a page are the article, and how its text reads without the frame.

``lines`` cuts and mends, ``looks`` sees each line by itself, ``core`` finds the article, ``title`` its headline and
lead, ``frame`` judges what is left, ``document`` puts it together. Nothing is rewritten: the result is a list of edits.
"""

from rusnews_extract.stages.clean.document import clean

__all__ = ["clean"]
