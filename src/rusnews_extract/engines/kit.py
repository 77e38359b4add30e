"""What goes with a run to other machines: its options, and the files that the user has given beside the input.

Input and output must be where every machine reaches them; rules and gazetteer are small, so they travel.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rusnews_extract.config import RunConfig
from rusnews_extract.errors import BadConfig, BadOutput
from rusnews_extract.generations import work_folder
from rusnews_extract.rules.loading import RuleFolders
from rusnews_extract.shard import ShardReport, part_of
from rusnews_extract.version import __version__

__all__ = ["Kit", "arrived", "made_by", "pack"]


@dataclass(frozen=True, slots=True)
class Kit:
    """Options of a run on the machine that they came from, and by which version and rules it is to be done."""

    config: RunConfig
    made_by: tuple[str, str]

    def unpacked(self, folder: Path | None) -> RunConfig:
        """Return the options for this machine, where ``folder`` holds what ``pack`` packed.

        Raises ``BadConfig`` where another version of the package, or with other rules, is installed here.
        """
        config = self.config
        if folder is not None:
            rules = None if config.rules is None else folder / "rules"
            gazetteer = None if config.gazetteer is None else folder / config.gazetteer.name
            config = replace(config, rules=rules, gazetteer=gazetteer)
        if (here := made_by(config)) != self.made_by:
            raise BadConfig(f"an executor has version and rules {here}, the driver {self.made_by}; install one version")
        return config


def made_by(config: RunConfig) -> tuple[str, str]:
    """Return the version of the package that is installed here, and the digest of the rules."""
    return __version__, RuleFolders.with_extra(config.rules).digest()


def pack(config: RunConfig, folder: Path) -> Path | None:
    """Pack the user's rules and gazetteer into a ZIP file in ``folder``; return None where there are none."""
    if config.rules is None and config.gazetteer is None:
        return None
    own = folder / "own"
    own.mkdir()
    if config.rules is not None:
        shutil.copytree(config.rules, own / "rules")
    if config.gazetteer is not None:
        shutil.copy(config.gazetteer, own / config.gazetteer.name)
    return Path(shutil.make_archive(str(own), "zip", own))


def arrived(config: RunConfig, reports: Sequence[ShardReport]) -> Sequence[ShardReport]:
    """Return the reports; raises ``BadOutput`` where other machines have written to disks of their own."""
    work = work_folder(config.output)
    for report in reports:
        if isinstance(place := part_of(work / report.shard_id, "documents"), Path) and not place.exists():
            raise BadOutput(
                f"{config.output}: what the executors have written is not here; give a folder that all machines"
                " share, or an address such as s3://bucket/folder"
            )
    return reports
