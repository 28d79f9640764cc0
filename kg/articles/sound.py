"""A stream that may be cut off or damaged: what is sound of it can be read, then what is wrong with it is known."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import IO, Any

from kg.articles.problem import Bad, why

GZIP = b"\x1f\x8b"  # how it begins


class Sound(io.RawIOBase):
    """The sound part of a stream: it ends where the stream cannot be read on.

    ``broken`` is then what is wrong there, and ``cut`` whether nothing is but that more should follow.
    """

    def __init__(self, stream: IO[bytes] | io.BufferedIOBase) -> None:
        self._stream: Any = stream
        self.broken: Bad | None = None
        self.cut = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.broken:
            return 0
        try:
            piece = self._stream.read1(len(buffer))
        except EOFError:
            self.broken, self.cut = Bad("cut off"), True
        except (gzip.BadGzipFile, zlib.error) as bad:
            self.broken = Bad(f"not gzip, or damaged: {bad}")
        except OSError as bad:
            self.broken = Bad(why(bad))
        else:
            buffer[: len(piece)] = piece
            return len(piece)
        return 0
