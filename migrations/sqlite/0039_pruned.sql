-- Records of requests are taken away once their ids are too old to be sent again. Up to which
-- instant that was done is kept: an id from before it has no record any more, so it may never act,
-- whatever the window says later.
CREATE TABLE store_pruned (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    before_us INTEGER NOT NULL
) STRICT;

-- Views that no room reads.
DROP VIEW pub_boundary_version;
DROP VIEW pub_ledger_balance;
DROP VIEW pub_payment;
DROP VIEW pub_work_class;
