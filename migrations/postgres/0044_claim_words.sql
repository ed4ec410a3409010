-- A contract of another owner is let go by two persons of the office that entered it, and nobody
-- decides on a pair whose claim he or she entered.

-- In whose right a claim was entered, the widest of those who changed it; empty of claims from
-- before, which are the kabupaten's.
ALTER TABLE oversight_claim ADD COLUMN entered_area TEXT NOT NULL DEFAULT '';

-- Of a row that holds what a first word tells otherwise of a claim, until the second: which claim.
ALTER TABLE oversight_claim ADD COLUMN stands_for UUID;
CREATE INDEX oversight_claim_beside ON oversight_claim (place, stands_for)
 WHERE stands_for IS NOT NULL;

-- What is to become of a claim as the first of two persons said: its contents, or nothing when it
-- is to be taken out; in whose right it was said. Nobody said it where the server's operator loaded
-- a list.
CREATE TABLE oversight_claim_word (
    place     TEXT NOT NULL,
    claim_id  UUID NOT NULL,
    told      TEXT NOT NULL,
    note      TEXT NOT NULL,
    office    TEXT NOT NULL,
    person_id UUID,
    told_us   BIGINT NOT NULL,
    PRIMARY KEY (place, claim_id)
);

-- Who entered a claim, or changed what it holds; who was the second person has not.
CREATE TABLE oversight_claim_hand (
    place     TEXT NOT NULL,
    claim_id  UUID NOT NULL,
    person_id UUID NOT NULL,
    at_us     BIGINT NOT NULL,
    PRIMARY KEY (place, claim_id, person_id)
);
CREATE INDEX oversight_claim_hand_by_claim ON oversight_claim_hand (claim_id, person_id);

-- Such a person decides no pair of the claim.
CREATE VIEW pub_claim_hand WITH (security_invoker = true) AS
SELECT place, claim_id, person_id FROM oversight_claim_hand;

-- What waits for the second person, and whose office may be that.
CREATE VIEW pub_claim_word WITH (security_invoker = true) AS
SELECT w.place, w.claim_id, c.desa_id, c.owner_name, c.external_id,
       CASE WHEN c.entered_area = '' THEN c.place ELSE c.entered_area END AS office,
       w.told = '' AS withdraws, w.person_id, w.told_us
  FROM oversight_claim_word w
  JOIN oversight_claim c ON c.place = w.place AND c.claim_id = w.claim_id
 WHERE c.state = 'active';

-- Of claims from before it is known who entered them.
INSERT INTO oversight_claim_hand (place, claim_id, person_id, at_us)
SELECT place, claim_id, registered_by, registered_us FROM oversight_claim
 WHERE registered_by IS NOT NULL;
