-- Row-level security exists on PostgreSQL alone. On SQLite the server is the only
-- process that opens the file.
SELECT 1;
