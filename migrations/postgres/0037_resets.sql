-- A lost password is set anew by a code that two officials made: who asked for it stands at the
-- account until another one agrees, and the code names the account.
ALTER TABLE identity_account ADD COLUMN reset_by UUID;
ALTER TABLE identity_account ADD COLUMN reset_us BIGINT;

-- The account whose password the code sets; none when the code makes an account.
ALTER TABLE identity_invitation ADD COLUMN account_id UUID
    REFERENCES identity_account (account_id);
