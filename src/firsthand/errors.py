"""What can be wrong with a call.

Trouble with the *material* is never an exception: it is a `Flaw` (see `flaws.py`), stored and shown.
Trouble with the *use* of the program is one of these. Each knows what happened, what to do, and the
exit code with which the command line ends::

    FirsthandError
    ├── WrongUse            (2) the command or its arguments cannot be carried out as given
    │   ├── NoSuchSource        a path to collect that is not there
    │   ├── NothingToRead       the places given hold no file at all
    │   ├── NotAnInquiry        the folder is not an inquiry
    │   ├── NoSuchRecord        an id that the inquiry does not hold
    │   └── BadSettings         a setting with a value that cannot be used
    └── CannotGoOn          (1) the call was right, the world did not play along
        ├── InquiryBusy         another run is at work on this inquiry
        ├── DecidedMeanwhile    somebody decided about the same thing since it was looked at
        ├── InquiryTooNew       written by a newer version of the program
        ├── StoreFailed         the disk is full, read-only or broken
        ├── ReadersFailed       the processes that read documents end before they begin
        ├── ReportFailed        a report that cannot be set, for want of a font
        ├── StampFailed         a time-stamping authority did not answer, or not with a stamp
        └── CheckFailed         a digest, the custody chain or a span does not match
"""

from __future__ import annotations


class FirsthandError(Exception):
    """Root of the tree. `what` happened in one line, `cure` says what to do in one line."""

    exit_code = 1

    def __init__(self, what: str, cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure

    def __reduce__(self) -> tuple[type[FirsthandError], tuple[str, str]]:
        return type(self), (self.what, self.cure)


class WrongUse(FirsthandError):
    """The command or its arguments cannot be carried out as given."""

    exit_code = 2


class NoSuchSource(WrongUse):
    """A path to collect is not there."""


class NothingToRead(WrongUse):
    """The places given hold no file at all."""


class NotAnInquiry(WrongUse):
    """The folder is not an inquiry."""


class NoSuchRecord(WrongUse):
    """An id that the inquiry does not hold."""


class BadSettings(WrongUse):
    """A setting has a value that cannot be used."""


class CannotGoOn(FirsthandError):
    """The call was right; the world did not play along."""


class InquiryBusy(CannotGoOn):
    """Another run is at work on this inquiry."""


class DecidedMeanwhile(CannotGoOn):
    """Somebody decided about the same thing since it was looked at."""


class InquiryTooNew(CannotGoOn):
    """The inquiry was written by a newer version of the program."""


class StoreFailed(CannotGoOn):
    """The disk is full, read-only or broken."""


class ReadersFailed(CannotGoOn):
    """The processes that read documents end before they begin, whatever the document."""


class ReportFailed(CannotGoOn):
    """A report cannot be set as it should be, for want of a font that has its characters."""


class StampFailed(CannotGoOn):
    """A time-stamping authority did not answer, or not with a stamp."""


class CheckFailed(CannotGoOn):
    """A digest, the custody chain or a span does not match."""
