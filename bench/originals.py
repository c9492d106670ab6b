"""The models against the R packages that they come from, on the same table in the same run: SparseMSE, dga, LCMCR.

    python -m bench.originals

Where Rscript or a package is missing ours alone is timed. Seconds are those of the processor, which other work on the machine does
not change much; of the wall where "all cores" is said: there ours has a process a core, the originals have one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from firsthand.estimates import captures
from firsthand.estimates.models import graphs, latent, loglinear, resample
from firsthand.estimates.models.poisson import Floats
from firsthand.estimates.record import Captures

OUT = Path("build/originals.json")
KOSOVO = captures.table(
    {
        "0001": 306, "0010": 936, "0011": 123, "0100": 845, "0101": 31, "0110": 217, "0111": 32, "1000": 1131, "1001": 106,
        "1010": 228, "1011": 42, "1100": 177, "1101": 18, "1110": 181, "1111": 27,
    },
    ["EXH", "ABA", "OSCE", "HRW"],
)  # fmt: skip
"""Ball, Betts, Scheuren, Dudukovic and Asher 2002."""
UK = captures.table(
    {
        "00001": 316, "00010": 695, "00011": 8, "00100": 995, "00101": 11, "00110": 76, "01000": 463, "01001": 1, "01010": 19,
        "01100": 62, "01110": 4, "10000": 54, "10010": 3, "10100": 19, "11000": 15, "11010": 1, "11100": 1, "11110": 1,
    },
    ["LA", "NG", "PFNCA", "GO", "GP"],
)  # fmt: skip
"""Silverman 2014, five lists."""

REPLICATES = 100
"""Of the bootstrap, in both; the original takes minutes for a thousand."""
SAMPLING = latent.Sampling(chains=16, burn_in=10_000, kept=1_000, thin=20, longer=0)

READ = "d <- as.matrix(read.csv(commandArgs(TRUE)[1])); "
SCRIPTS = {
    "bootstrap": READ
    + "library(SparseMSE); t <- system.time(r <- estimatepopulation(d, nboot={times})); cat(sum(t[1:2]), t[3], r$popest)",
    "graphs": READ
    + "library(dga); k <- ncol(d)-1; data(list=paste0('graphs', k)); Y <- array(0, dim=rep(2, k)); "
    + "for (i in 1:nrow(d)) Y[matrix(d[i, 1:k] + 1, 1)] <- d[i, k + 1]; g <- get(paste0('graphs', k)); "
    + "t <- system.time(w <- bma.cr(Y, 1:40000, 2^-k, g)); p <- cumsum(colSums(w)) / sum(w); cat(sum(t[1:2]), t[3], sum(Y) + which(p >= 0.5)[1])",
    "latent": READ
    + "suppressMessages(library(LCMCR)); k <- ncol(d)-1; f <- as.data.frame(lapply(as.data.frame(d[, 1:k]), factor)); f$Freq <- d[, k + 1]; "
    + "z <- c(); t <- system.time(for (s in 1:{chains}) {{ x <- lcmCR(f, tabular=TRUE, K=10, seed=s, buffer_size=1000, thinning=100); "
    + "z <- rbind(z, lcmCR_PostSampl(x, burnin={burn}, samples={kept}, thinning={thin}, output=FALSE)) }}); "
    + "cat(sum(t[1:2]), t[3], median(z)); cat('\\n'); write.table(z, row.names=FALSE, col.names=FALSE)",
}


def effective(draws: Floats) -> float:
    """How many independent draws the chains are worth (Geyer's initial positive sequence), over all chains."""
    chains, kept = draws.shape
    centred = draws - draws.mean()
    variance = float((centred**2).mean())
    total = 0.0
    for lag in range(1, kept - 1, 2):
        pair = sum(float((centred[:, :-k] * centred[:, k:]).mean()) / variance for k in (lag, lag + 1) if k < kept)
        if pair <= 0:
            break
        total += pair
    return float(chains * kept / (1 + 2 * total))


def main() -> None:
    """Print and write the table."""
    rows = []
    print(f"{'what':<46}{'ours s':>9}{'R s':>9}{'ratio':>8}   answers (ours, R)")
    for what, kind, table, ours, spread in (
        (f"bootstrap of steps, UK, B={REPLICATES}", "bootstrap", UK, _bootstrap, False),
        ("graphs, Kosovo, 40,000 numbers", "graphs", KOSOVO, _graphs, False),
        ("graphs, UK, 40,000 numbers", "graphs", UK, _graphs, False),
        (f"latent classes, Kosovo, {SAMPLING.chains} chains, one core", "latent", KOSOVO, _latent, False),
        (f"latent classes, Kosovo, {SAMPLING.chains} chains, all cores", "latent", KOSOVO, _spread, True),
    ):
        clock = time.perf_counter if spread else time.process_time
        began = clock()
        answer, draws = ours(table)
        mine = clock() - began
        theirs = _original(kind, table, spread)
        ratio = f"{theirs[0] / mine:>8.1f}" if theirs else f"{'':>8}"
        shown = f"{answer:,.0f}, {theirs[1]:,.0f}" if theirs else f"{answer:,.0f}"
        print(f"{what:<46}{mine:>9.2f}{theirs[0] if theirs else float('nan'):>9.2f}{ratio}   {shown}", flush=True)
        row = {"what": what, "ours": mine, "original": theirs[0] if theirs else None}
        if draws is not None:
            row |= _worth(draws, mine, theirs)
        rows.append(row)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _worth(draws: Floats, mine: float, theirs: tuple[float, float, Floats | None] | None) -> dict[str, float]:
    """Seconds for a hundred draws' worth, and how well the chains agree."""
    out = {"ours_effective": effective(draws), "ours_r_hat": latent.r_hat(draws)}
    print(
        f"    ours: R-hat {out['ours_r_hat']:.3f}, worth {out['ours_effective']:.0f} draws, {100 * mine / out['ours_effective']:.2f} s a hundred"
    )
    if theirs is not None and theirs[2] is not None:
        out |= {"original_effective": effective(theirs[2]), "original_r_hat": latent.r_hat(theirs[2])}
        each = 100 * theirs[0] / out["original_effective"]
        print(
            f"    R:    R-hat {out['original_r_hat']:.3f}, worth {out['original_effective']:.0f} draws, {each:.2f} s a hundred"
        )
    return out


def _bootstrap(table: Captures) -> tuple[float, Floats | None]:
    def steps(y: Floats) -> Floats:
        return loglinear.totals(table, y, "steps")

    resample.bca(table, steps, REPLICATES, 1)
    return loglinear.stepwise(table).total, None


def _graphs(table: Captures) -> tuple[float, Floats | None]:
    return graphs.posterior(table, missing=np.arange(1, 40_001)).quantile(0.5), None


def _latent(table: Captures) -> tuple[float, Floats | None]:
    found = latent.sample(table, 1, sampling=SAMPLING, workers=1)
    return float(np.median(found.total)), np.log(found.total - table.documented + 0.5)


def _spread(table: Captures) -> tuple[float, Floats | None]:
    found = latent.sample(table, 1, sampling=SAMPLING)
    return float(np.median(found.total)), np.log(found.total - table.documented + 0.5)


def _original(kind: str, table: Captures, wall: bool) -> tuple[float, float, Floats | None] | None:
    """Seconds (of the processor, or of the `wall`), answer and draws of the R package; None where it is not there."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    script = SCRIPTS[kind].format(
        times=REPLICATES, chains=SAMPLING.chains, burn=SAMPLING.burn_in, kept=SAMPLING.kept, thin=SAMPLING.thin
    ) if kind != "graphs" else SCRIPTS[kind]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        lines = [",".join((*table.lists, "count")), *(",".join((*p, str(n))) for p, n in sorted(table.counts.items()))]
        path.write_text("\n".join(lines) + "\n")
        done = subprocess.run([program, "-e", script, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    first, _, rest = done.stdout.strip().partition("\n")
    processor, elapsed, answer = first.split()[-3:]
    draws = None
    if rest:
        held = np.array([float(v) for v in rest.split()])
        draws = np.log(held.reshape(SAMPLING.chains, -1) - table.documented + 0.5)
    return float(elapsed if wall else processor), float(answer), draws


if __name__ == "__main__":
    main()
