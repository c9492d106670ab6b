"""What each process that reads would load at its first document, loaded once before they are forked."""

import py3langid

py3langid.classify("")
