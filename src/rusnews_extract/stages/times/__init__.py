"""Find temporal expressions and resolve them to dates.

``words`` cuts and classifies, ``chart`` matches the patterns of ``rules/times.toml``, ``resolve`` reads each match in
its ``context`` with the value algebra of ``calendar``; ``finder`` puts them in a row.
"""

from rusnews_extract.stages.times.finder import find_times, times_in_text

__all__ = ["find_times", "times_in_text"]
