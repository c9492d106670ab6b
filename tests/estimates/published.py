"""Published capture tables: counts are facts; where each is from stands beside it. A pattern has a digit for each list, in order."""

from __future__ import annotations

from firsthand.estimates import captures
from firsthand.estimates.record import Captures


def _table(lists: str, counts: str) -> Captures:
    return captures.table({p: int(n) for p, n in (c.split(":") for c in counts.split())}, lists.split())


KOSOVO = _table(
    "EXH ABA OSCE HRW",
    "0001:306 0010:936 0011:123 0100:845 0101:31 0110:217 0111:32 1000:1131 1001:106 1010:228 1011:42 1100:177 1101:18 1110:181 1111:27",
)
"""Killings in Kosovo, 20 March to 22 June 1999: Ball, Betts, Scheuren, Dudukovic and Asher 2002."""
UK = _table(
    "LA NG PF GO GP NCA",
    "000001:57 000010:316 000011:1 000100:695 000101:6 000110:8 001000:907 001001:31 001010:10 001100:69 001101:1 010000:463 010001:3 "
    "010010:1 010100:19 011000:56 011001:3 011100:4 100000:54 100100:3 101000:19 110000:15 110100:1 111000:1 111100:1",
)
"""Modern slavery in the United Kingdom, 2013: Silverman 2014."""
UK_FIVE = captures.merged(UK, ["PF", "NCA"])
NETHERLANDS = _table(
    "I K O P R Z",
    "000001:632 000010:650 000011:2 000100:4466 000101:125 000110:82 000111:1 001000:403 001001:57 001010:2 001100:59 001101:7 001110:2 "
    "010000:1299 010001:4 010100:44 011000:1 100000:352 100001:16 100010:3 100100:18 100101:4 101000:1 101100:4",
)
"""Human trafficking in the Netherlands: van Dijk, Cruyff, van der Heijden and Kragten-Heerdink 2017."""
NETHERLANDS_FIVE = captures.merged(NETHERLANDS, ["I", "O"])
WESTERN = _table(
    "A B C D E",
    "00001:21 00010:45 00011:3 00100:114 01000:90 01010:1 01100:6 01110:1 10000:52 10001:5 10010:2 10100:4 10101:1",
)
"""Human trafficking at a site in the Western United States: Farrell, Dank, Kafafian, Lockwood, Pfeffer, Hughes and Vincent 2019."""
ROME = _table(
    "A B C D",
    "0001:205 0010:621 0011:11 0100:545 0101:10 0110:35 0111:3 1000:403 1001:6 1010:20 1100:33 1101:1 1110:3",
)
"""HIV in Rome: Abeni, Brancato and Perucci 1994."""
HARES = _table(
    "1 2 3 4 5 6",
    "000001:4 000010:4 000011:2 000100:3 000101:4 000110:1 000111:1 001000:5 001001:2 001011:1 001101:1 010000:6 010001:1 010010:3 "
    "010011:1 010100:3 010101:3 010111:1 011001:2 011011:1 011101:2 011111:1 100000:3 100001:1 100010:2 100100:2 100111:1 101000:1 "
    "101010:1 101100:1 110001:1 110010:1 111111:2",
)
"""Snowshoe hares on six occasions: Cormack 1989, Agresti 1994."""
MADIGAN_YORK = captures.table(
    {
        format(i, "05b")[::-1]: n
        for i, n in enumerate(
            [
                0,
                27,
                37,
                19,
                4,
                4,
                1,
                1,
                97,
                22,
                37,
                25,
                2,
                1,
                3,
                5,
                83,
                36,
                34,
                18,
                3,
                5,
                0,
                2,
                30,
                5,
                23,
                8,
                0,
                3,
                0,
                2,
            ]
        )
        if n
    }
)
"""Five lists of Madigan and York 1997."""
SPINA_BIFIDA = captures.table({"100": 60, "010": 49, "110": 4, "001": 247, "101": 112, "011": 142, "111": 12})
"""Spina bifida in upstate New York: Hook, Albright and Cross 1980, as Madigan and York 1997 give it."""
