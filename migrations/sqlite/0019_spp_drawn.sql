-- What was drawn for an activity is summed at every step of a payment request: from one index,
-- without a look at the requests themselves.

DROP INDEX realisation_spp_by_activity;
CREATE INDEX realisation_spp_by_activity
    ON realisation_spp (desa_id, tahun, kegiatan, month, state, spp_id, amount_sen);
