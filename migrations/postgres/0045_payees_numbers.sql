-- By what the payees are known whom the payment requests of a work name: hashes under the key of
-- gate_pepper. Whether two works have one in common is told to who reads their flag, never who.
CREATE TABLE gate_payee (
    desa_id    TEXT NOT NULL,
    project_id UUID NOT NULL,
    known_by   TEXT NOT NULL CHECK (known_by IN ('account', 'name')),
    payee      TEXT NOT NULL,
    PRIMARY KEY (desa_id, project_id, known_by, payee)
);

-- An owner's number is one however its letters are written, SPK-7 or spk-7; empty in rows of a server
-- from before. Two claims that were told apart by capitals stay two.
ALTER TABLE oversight_claim ADD COLUMN external_key TEXT NOT NULL DEFAULT '';
UPDATE oversight_claim SET external_key = lower(external_id);
CREATE INDEX oversight_claim_by_key ON oversight_claim (place, owner, owner_key, external_key);
