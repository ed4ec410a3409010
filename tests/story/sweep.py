"""The nightly comparison with brute force: run by an operator, on a register that was damaged."""

from reports import Inbox
from steps import equal, holds

FOUND = 70  # exit code: something could have let money slip
TITLES = {
    "claim": "lokasi pekerjaan tidak sama dengan yang ada di register",
    "cells": "sel lokasi tidak sesuai dengan bentuknya",
    "count": "jumlah tanda terbuka salah",
    "clearance": "status lolos pemeriksaan yang tidak sah",
    "missed_block": "tumpang tindih yang tidak ditandai",
    "waiting": "tumpang tindih yang menunggu pemeriksaan ulang",
    "report": "laporan tumpang tindih tidak sesuai aturan",
    "unfounded": "tanda terbuka yang tidak ditemukan dasarnya",
}


class Sweep:
    """`lumbung sweep` through the running server."""

    def __init__(self, server):
        self.server = server

    def _count(self, kind):
        name = f'lumbung_sweep_differences_total{{kind="{kind}"}}'
        return int(self.server.metrics().get(name, 0))

    def sweeps(self, *kinds, code=0):
        """One sweep that finds just these kinds, in its words and in the metrics."""
        before = {kind: self._count(kind) for kind in TITLES}
        done = self.server.run("sweep")
        equal(done.returncode, code, f"exit code: {done.stdout}{done.stderr}")
        said = done.stdout + done.stderr
        named = [kind for kind, title in TITLES.items() if f": {title}" in said]
        equal(sorted(named), sorted(kinds), f"kinds that are named: {said}")
        counted = [kind for kind in TITLES if self._count(kind) > before[kind]]
        equal(sorted(counted), sorted(kinds), "kinds that are counted")
        return said

    def damage(self, *statements):
        """Somebody changes the database of a server that is at rest."""
        self.server.stop()
        self.server.behind(*statements)
        self.server.start()


def damages(server, lost, moved, uncounted, forged, unflagged, baseless):
    """The statements of each kind of damage that a register can have, by the works it is done to."""

    def of(work):
        desa = work.village.code
        return f"desa_id = '{desa}' AND project_id = {server.key(work.name)}"

    told = f"SELECT overlap_id FROM gate_overlap WHERE gone_us IS NULL AND {of(uncounted)}"
    pair = " OR ".join(f"({of(work)})" for work in (unflagged.ours, unflagged.theirs))
    return [
        f"UPDATE gate_claim SET active = FALSE WHERE {of(lost)}",
        f"UPDATE gate_claim_cell SET cell = cell + 1 WHERE {of(moved)}",
        f"UPDATE gate_project SET open_flags = 3 WHERE {of(uncounted)}",
        f"UPDATE gate_overlap SET gone_us = found_us WHERE overlap_id IN ({told})",
        f"UPDATE gate_project SET clearance_seq = clearance_seq + 1000 WHERE {of(forged)}",
        f"DELETE FROM gate_flag WHERE state = 'open' AND ({pair})",
        f"UPDATE gate_project SET open_flags = 0 WHERE {pair}",
        f"UPDATE gate_project SET tahun = 2000 WHERE {of(baseless)}",
        f"UPDATE gate_claim_cell SET tahun = 2000 WHERE {of(baseless)}",
    ]


def let_go(inspector, work):
    """The inspectorate is told of a work that the system holds, and lets it go once it is right."""
    item = Inbox(inspector).find(work.name, "UnfreezeProject")
    holds("dibekukan oleh sistem" in item.why, item.why)
    holds(TITLES["claim"] in item.why, f"why it is held: {item.why}")
    people = work.people
    stops = people.kades.call("ProjectService.GetProject", name=work.name).project.gate.stops
    equal([TITLES["claim"] in stop.why for stop in stops], [True], "what the village is told")
    people.kades.refused("ReviewService.UnfreezeProject", "NOT_ALLOWED", name=work.name, note="Ya")
    project = work.refresh()
    amended = people.pka.call(
        "ProjectService.AmendSite",
        name=work.name, etag=project.etag, content=work.contents(), note="Lokasi diukur ulang",
    ).project  # fmt: skip
    people.sekdes.call("ProjectService.ConfirmAmendment", name=work.name, etag=amended.etag)
    inspector.call("ReviewService.UnfreezeProject", name=work.name, note="Lokasi sudah benar.")
    Inbox(inspector).lacks(work.name)
    holds(not work.refresh().gate.stops, "nothing stops it")
