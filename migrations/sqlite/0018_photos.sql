-- What is read from photos, how they are found again, and the copies that are shown.

-- The report of the reader on a finished photo.
CREATE TABLE monitoring_photo_report (
    desa_id          TEXT    NOT NULL,
    photo_id         BLOB    NOT NULL,
    project_id       BLOB    NOT NULL,
    width_px         INTEGER NOT NULL CHECK (width_px BETWEEN 64 AND 10000),
    height_px        INTEGER NOT NULL CHECK (height_px BETWEEN 64 AND 10000),
    exif_taken_us    INTEGER,
    exif_lon_e7      INTEGER,
    exif_lat_e7      INTEGER,
    exif_accuracy_mm INTEGER CHECK (exif_accuracy_mm > 0),
    -- What was found doubtful, one JSON text.
    findings         TEXT    NOT NULL,
    PRIMARY KEY (desa_id, photo_id),
    FOREIGN KEY (desa_id, photo_id) REFERENCES monitoring_photo (desa_id, photo_id),
    CHECK ((exif_lon_e7 IS NULL) = (exif_lat_e7 IS NULL))
) STRICT;

-- Copies without metadata: `show` for screens, `thumbnail` for weak networks.
CREATE TABLE monitoring_photo_copy (
    desa_id  TEXT NOT NULL,
    photo_id BLOB NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('show', 'thumbnail')),
    data     BLOB NOT NULL CHECK (length(data) BETWEEN 1 AND 8388608),
    PRIMARY KEY (desa_id, photo_id, kind),
    FOREIGN KEY (desa_id, photo_id) REFERENCES monitoring_photo (desa_id, photo_id)
) STRICT;

-- Perceptual hashes of a photo and of its parts. Four bands of 16 bits make the search exact:
-- hashes that differ in at most 7 bits have a band that differs in at most one.
CREATE TABLE monitoring_photo_hash (
    desa_id    TEXT    NOT NULL,
    photo_id   BLOB    NOT NULL,
    part       INTEGER NOT NULL CHECK (part >= 0),
    project_id BLOB    NOT NULL,
    hash       INTEGER NOT NULL,
    band0      INTEGER NOT NULL CHECK (band0 BETWEEN 0 AND 65535),
    band1      INTEGER NOT NULL CHECK (band1 BETWEEN 0 AND 65535),
    band2      INTEGER NOT NULL CHECK (band2 BETWEEN 0 AND 65535),
    band3      INTEGER NOT NULL CHECK (band3 BETWEEN 0 AND 65535),
    PRIMARY KEY (desa_id, photo_id, part),
    FOREIGN KEY (desa_id, photo_id) REFERENCES monitoring_photo (desa_id, photo_id)
) STRICT;
CREATE INDEX monitoring_photo_hash_by_band0 ON monitoring_photo_hash (band0, hash);
CREATE INDEX monitoring_photo_hash_by_band1 ON monitoring_photo_hash (band1, hash);
CREATE INDEX monitoring_photo_hash_by_band2 ON monitoring_photo_hash (band2, hash);
CREATE INDEX monitoring_photo_hash_by_band3 ON monitoring_photo_hash (band3, hash);
CREATE INDEX monitoring_photo_hash_by_hash ON monitoring_photo_hash (hash, desa_id);

-- One row: who holds it searches and adds hashes alone, so that of two uploads of one picture
-- the later one sees the earlier.
CREATE TABLE monitoring_photo_turn (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1)
) STRICT;
INSERT INTO monitoring_photo_turn (one) VALUES (1);

-- Two photos that look alike, once on each side.
CREATE TABLE monitoring_photo_match (
    desa_id          TEXT    NOT NULL,
    photo_id         BLOB    NOT NULL,
    other_desa_id    TEXT    NOT NULL,
    other_photo_id   BLOB    NOT NULL,
    project_id       BLOB    NOT NULL,
    other_project_id BLOB    NOT NULL,
    bits             INTEGER NOT NULL CHECK (bits BETWEEN 0 AND 64),
    found_us         INTEGER NOT NULL,
    PRIMARY KEY (desa_id, photo_id, other_desa_id, other_photo_id),
    CHECK (photo_id <> other_photo_id)
) STRICT;
CREATE INDEX monitoring_photo_match_by_project
    ON monitoring_photo_match (desa_id, project_id, other_desa_id, other_project_id);

CREATE TRIGGER monitoring_photo_report_no_update BEFORE UPDATE ON monitoring_photo_report
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_report_no_delete BEFORE DELETE ON monitoring_photo_report
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_copy_no_update BEFORE UPDATE ON monitoring_photo_copy
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_copy_no_delete BEFORE DELETE ON monitoring_photo_copy
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_hash_no_update BEFORE UPDATE ON monitoring_photo_hash
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_hash_no_delete BEFORE DELETE ON monitoring_photo_hash
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_match_no_update BEFORE UPDATE ON monitoring_photo_match
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER monitoring_photo_match_no_delete BEFORE DELETE ON monitoring_photo_match
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- An upload that nobody ended may be taken away; what is finished stays.
DROP TRIGGER monitoring_photo_no_delete;
CREATE TRIGGER monitoring_photo_no_delete BEFORE DELETE ON monitoring_photo
WHEN OLD.state = 'finished'
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
DROP TRIGGER monitoring_photo_chunk_no_delete;
CREATE TRIGGER monitoring_photo_chunk_no_delete BEFORE DELETE ON monitoring_photo_chunk
WHEN EXISTS (SELECT 1 FROM monitoring_photo p
              WHERE p.desa_id = OLD.desa_id AND p.photo_id = OLD.photo_id
                AND p.state = 'finished')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE INDEX monitoring_photo_unfinished ON monitoring_photo (started_us)
    WHERE state = 'uploading';

-- Photos of two works that look alike, for those who decide on the pair.
CREATE VIEW pub_photo_match AS
SELECT desa_id, project_id, photo_id, other_desa_id, other_project_id, other_photo_id, bits,
       found_us
  FROM monitoring_photo_match;
